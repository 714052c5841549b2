/** `npm run generate`: writes the documents that are made from tables in the code; `--check` compares instead. */
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationDocument } from './configuration-document.ts';
import { telemetryDocument } from './telemetry-document.ts';
import { troubleshootingDocument } from './troubleshooting-document.ts';

const documents = {
  'docs/configuration.md': configurationDocument(),
  'docs/telemetry.md': telemetryDocument(),
  'docs/troubleshooting.md': troubleshootingDocument(),
};
const isCheck = process.argv.includes('--check');

for (const [file, text] of Object.entries(documents)) {
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is out of date: run "npm run generate".\n`);
    process.exitCode = 1;
  }
}
