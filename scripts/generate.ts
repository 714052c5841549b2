/** `npm run generate`: writes the documents that are made from tables in the code; `--check` compares instead. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { alertFiles } from '../packages/dashboards/src/rules/files.ts';
import { grafanaDocuments } from '../packages/dashboards/src/documents.ts';
import { configurationDocument } from './configuration-document.ts';
import { scenariosDocument } from './scenarios-document.ts';
import { telemetryDocument } from './telemetry-document.ts';
import { troubleshootingDocument } from './troubleshooting-document.ts';

const documents = {
  'docs/configuration.md': configurationDocument(),
  'docs/scenarios.md': scenariosDocument(),
  'docs/telemetry.md': telemetryDocument(),
  'docs/troubleshooting.md': troubleshootingDocument(),
  ...alertFiles(),
  ...grafanaDocuments(),
};
const isCheck = process.argv.includes('--check');

for (const [file, text] of Object.entries(documents)) {
  if (!isCheck) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is out of date: run "npm run generate".\n`);
    process.exitCode = 1;
  }
}
