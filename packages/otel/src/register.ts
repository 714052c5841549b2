/**
 * `import '@mordomo/otel'`: turns traces, metrics and logs on. It must be the first import of the service.
 *
 * No top-level await, here or below: it would let the imports after this one run before their hooks are in place.
 * The rest is loaded by `require`, so that a process with telemetry off loads none of it.
 */
import { createRequire } from 'node:module';
import { reasonOf, sayOnce, setLogLevel } from './diagnostics.ts';
import { onlyHelps } from './helpers.ts';
import { earlierSetup } from './other-setups.ts';
import { claimProcess } from './process-state.ts';
import { readConfig } from './read-config.ts';

/** `engines` in package.json says the same to npm. */
const oldestNode = { major: 22, minor: 15 };

const { config, problems } = readConfig();
if (!config.disabled && !onlyHelps()) {
  setLogLevel(config.logLevel);
  if (isNodeTooOld()) sayTooOld();
  else turnOn();
}

function turnOn(): void {
  const earlier = earlierSetup(import.meta.url);
  if (earlier === undefined) startHere();
  else sayOnce(earlier);
}

function isNodeTooOld(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor);
}

function sayTooOld(): void {
  const needed = `${oldestNode.major}.${oldestNode.minor}`;
  sayOnce(`Telemetry is off: it needs Node ${needed} or newer, and this is ${process.versions.node}.`, 'error');
}

function startHere(): void {
  const state = claimProcess(import.meta.url);
  for (const problem of problems) sayOnce(problem);
  try {
    const require = createRequire(import.meta.url);
    // What is imported statically is known here already, though it runs only after this.
    const loadedBefore = Object.keys(require.cache).filter((file) => require.cache[file]?.loaded === true);
    const { start } = require('#start') as typeof import('./start.ts');
    start(config, state, loadedBefore);
  } catch (error) {
    sayOnce(
      `Telemetry is off, because it could not be started: ${reasonOf(error)}. The service runs without it.`,
      'error',
    );
  }
}
