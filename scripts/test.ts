/** `npm test`: the checks, the unit tests, and the end-to-end tests on the real parts, which it obtains first. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { defaultCacheDir, obtainStack } from '@mordomo/stack';
import { checks } from './checks.ts';
import { runSteps } from './run-steps.ts';

/** vitest's summary, in jest's format. */
interface Summary {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function runTests(): Promise<{ passed: number; failed: number; skipped: number }> {
  mkdirSync('test-results', { recursive: true });
  const file = 'test-results/vitest.json';
  const args = ['run', '--reporter=verbose', '--reporter=json', `--outputFile.json=${file}`];
  const child = spawn('vitest', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Summary;
  // A suite that could not even begin has no test that failed, and vitest says so by its exit code alone.
  const failed = code === 0 ? numFailedTests : Math.max(numFailedTests, 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

say('Checks of the sources');
const sources = await runSteps(checks);
say('Obtaining the real parts (built once, then cached)');
await obtainStack({ cacheDir: defaultCacheDir(), onProgress: say });
say('Tests');
const tests = await runTests();
const failed = sources.failed + tests.failed;
say(`${sources.passed + tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
