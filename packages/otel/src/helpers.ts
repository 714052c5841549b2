/**
 * A preload (`--import`, NODE_OPTIONS) also comes to programs and threads that only start or help the service. There it
 * would be a second instance of the service, take its port and its number, and cost half a second.
 */
import { isMainThread, workerData } from 'node:worker_threads';

const launchers = /(?:^|[\\/])(?:npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack|tsx|nodemon)(?:-cli)?(?:\.[cm]?js)?$/;
const launcherFolders = /[\\/]node_modules[\\/](?:npm|yarn|pnpm|corepack|tsx|nodemon)[\\/]/;

/** Whether this is a package manager, a launcher, a thread of the module loader, or a transport of pino. */
export function onlyHelps(): boolean {
  const entry = process.argv[1];
  if (isMainThread) return entry !== undefined && (launchers.test(entry) || launcherFolders.test(entry));
  return entry === undefined || isThreadStream(workerData);
}

/** The thread library of pino says its version to each worker. */
function isThreadStream(data: unknown): boolean {
  const inner: unknown = Reflect.get(Object(data), 'workerData');
  return Reflect.has(Object(Reflect.get(Object(inner), '$context')), 'threadStreamVersion');
}
