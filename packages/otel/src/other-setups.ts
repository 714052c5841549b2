/** Only one set-up of OpenTelemetry can have a process. The first one has it; the other ones are said once. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { processState } from './process-state.ts';

/**
 * One sentence on the set-up that this thread has already: another copy of this package, or OpenTelemetry without it.
 * @param ownUrl address of the copy that asks.
 */
export function earlierSetup(ownUrl: string): string | undefined {
  const first = processState();
  if (first !== undefined) {
    return `@mordomo/otel is installed twice: ${versionAt(first.url)} is used, ${versionAt(ownUrl)} does nothing. \`npm dedupe\` leaves one.`;
  }
  // Where every copy of @opentelemetry/api of this major version keeps what was registered.
  const registered = Object(Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1')));
  if (!['trace', 'metrics', 'logs'].some((signal) => Reflect.has(registered, signal))) return undefined;
  return 'OpenTelemetry was set up before @mordomo/otel was imported: that set-up is used, and @mordomo/otel does nothing. Remove one of the two.';
}

function versionAt(url: string): string {
  const packageFile = new URL('../package.json', url);
  try {
    const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version?: string };
    return `${version} in ${fileURLToPath(new URL('.', packageFile))}`;
  } catch {
    return url;
  }
}
