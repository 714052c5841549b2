/** `npm test`: the checks, the unit tests, and the end-to-end tests on the real parts, which it obtains first. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { defaultCacheDir, obtainStack } from '@mordomo/stack';
import { checks } from './checks.ts';
import { runSteps } from './run-steps.ts';

/** vitest's summary, in jest's format. */
interface Summary {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly TestOutcome[] }[];
}

interface TestOutcome {
  readonly fullName: string;
  readonly status: string;
  /** Those of all attempts, also of a test that passed in the end. */
  readonly failureMessages: readonly string[];
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A line for each test that passed at its second attempt, with why it failed at the first. */
  readonly retried: readonly string[];
}

/** Runs vitest projects in a process of their own. @param show takes what they print */
async function runTests(projects: readonly string[], show: (text: string) => void): Promise<Result> {
  const file = `test-results/${projects.join('-')}.json`;
  const selected = projects.map((project) => `--project=${project}`);
  const args = ['run', ...selected, '--reporter=verbose', '--reporter=json', `--outputFile.json=${file}`];
  const child = spawn('vitest', args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  child.stdout.setEncoding('utf8').on('data', show);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, retried: [] }; // it did not get as far as a summary
  const summary = JSON.parse(readFileSync(file, 'utf8')) as Summary;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = summary;
  // A suite that could not even begin has no test that failed, and vitest says so by its exit code alone.
  const failed = code === 0 ? numFailedTests : Math.max(numFailedTests, 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests, retried: retriedIn(summary) };
}

const retriedIn = ({ testResults }: Summary): string[] =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages: [first = ''] }) => `${fullName}: ${first.split('\n')[0]}`);

const show = (text: string) => void process.stdout.write(text);

/** Whether the real parts are there. Where they cannot be had, one sentence says why. */
async function obtainParts(): Promise<boolean> {
  try {
    await obtainStack({ cacheDir: defaultCacheDir(), onProgress: say });
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** The outages are mostly waiting, so they wait beside everything else; what they print comes at the end. */
async function runAllTests(): Promise<Result> {
  const outageOutput: string[] = [];
  const results = await Promise.all([
    runTests(['unit', 'end-to-end'], show),
    runTests(['outages'], (text) => void outageOutput.push(text)),
  ]);
  say(outageOutput.join(''));
  const sum = (pick: (result: Result) => number) => results.reduce((total, result) => total + pick(result), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    retried: results.flatMap(({ retried }) => retried),
  };
}

say('Checks of the sources');
const sources = await runSteps(checks);
say('Obtaining the real parts (built once, then cached)');
const isObtained = await obtainParts();
say(isObtained ? 'Tests' : 'Unit tests: the others need the real parts');
rmSync('test-results', { recursive: true, force: true });
mkdirSync('test-results');
const tests = isObtained ? await runAllTests() : await runTests(['unit'], show);
for (const line of tests.retried) say(`Passed at its second attempt: ${line}`);
const failed = sources.failed + tests.failed + (isObtained ? 0 : 1);
say(`${sources.passed + tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
