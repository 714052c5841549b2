/** The process behind `up --detach`: it starts the parts, tells its parent how that went, and stays. */
import { PARTS } from '../parts/index.ts';
import type { DetachedEvent, DetachedJob } from './detached.ts';
import { Supervisor } from './supervisor.ts';

const { obtained, ...job } = JSON.parse(process.argv[2] ?? '') as DetachedJob;
const supervisor = new Supervisor({
  ...job,
  obtained: obtained.map(({ name, ...rest }) => ({ ...rest, part: PARTS[name] })),
  onProgress: (line) => {
    console.log(`${new Date().toISOString()} ${line}`);
    tell({ type: 'progress', line });
  },
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void supervisor.stop());

try {
  await supervisor.start();
  tell({ type: 'ready' });
  await supervisor.done;
} catch (error) {
  console.log(error);
  tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}

/** The parent leaves once it knows enough. */
function tell(event: DetachedEvent): void {
  if (process.connected) process.send?.(event, () => {});
}
