/** Older releases of Node 22 run TypeScript only with a flag, and their error does not name it. */
import { reasonOf, sayOnce } from './diagnostics.ts';
import { startCommand } from './start-command.ts';

const flag = '--experimental-strip-types';

/** Names the flag when the service ends because of it. Reached only where this package is preloaded. */
export function explainTypeScript(): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    if (reasonOf(error) !== 'ERR_UNKNOWN_FILE_EXTENSION' || !/\.[cm]?ts\b/.test(error.message)) return;
    sayOnce(`Node ${process.versions.node} runs TypeScript only with a flag: start with \`${startCommand(flag)}\`.`);
  });
}
