/** `npm run check`: everything that can be said of the sources in seconds, and the unit tests. */
import { checks } from './checks.ts';
import { runSteps } from './run-steps.ts';

const unitTests = { name: 'unit tests', command: 'vitest', args: ['run', '--project', 'unit'] };
const { failed } = await runSteps([...checks, unitTests]);
process.exit(failed === 0 ? 0 : 1);
