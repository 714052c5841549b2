/** The command that starts this service as it should be started, to be said to the person who runs it. */
import { relative } from 'node:path';

/** `node --import @mordomo/otel app.js`, with further options of Node before that. */
export function startCommand(...options: readonly string[]): string {
  const [, entry] = process.argv;
  const file = entry === undefined ? [] : [shortened(entry)];
  return ['node', ...options, '--import', '@mordomo/otel', ...file].join(' ');
}

/** As seen from the working folder, unless that is gone. */
function shortened(file: string): string {
  try {
    return relative('', file);
  } catch {
    return file;
  }
}
