import { expect, test } from 'vitest';
import { Service, temporaryFolder } from './support/processes.ts';
import { spooledLogs, spooledPoints } from './support/spool.ts';

const lines = 250_000;
const errors = 25;
const deadlineMs = 60_000;

type Measured = Readonly<Record<string, number>>;

/** Runs the storm and asks the service for something all the while. */
async function storm(environment: Record<string, string>) {
  const spoolDir = temporaryFolder();
  const service = new Service(
    'storm.ts',
    { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: spoolDir, MORDOMO_SPOOL_MODE: 'keep', ...environment },
    String(lines),
  );
  await service.said('listening');
  const [, port] = /listening (\d+)/.exec(service.output) ?? [];
  const answers: string[] = [];
  const ask = async (path: string): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
    answers.push(await answer.text());
  };
  const end = Date.now() + deadlineMs;
  while (!service.output.includes('measured') && Date.now() < end) await ask('/');
  await ask('/end');
  expect(await service.ended()).toBe(0);
  const measured = JSON.parse(/measured (.*)/.exec(service.output)?.[1] ?? '{}') as Measured;
  return { spoolDir, service, answers, measured };
}

test('50 000 log lines a second: memory stays bounded, requests are answered, every line is stored or counted as dropped', async () => {
  const without = await storm({ OTEL_SDK_DISABLED: 'true' });
  const { spoolDir, service, answers, measured } = await storm({});
  console.table({ without: without.measured, with: measured });
  console.log(`requests answered during the storm: without ${without.answers.length}, with ${answers.length}`);

  const records = spooledLogs(spoolDir, 'house');
  const dropped = spooledPoints(spoolDir, 'house', 'mordomo.telemetry.items')
    .filter(({ labels }) => labels['signal'] === 'logs' && labels['fate'] === 'dropped')
    .map(({ labels, asDouble, asInt }) => ({ reason: labels['reason'], lines: Number(asInt ?? asDouble) }));
  expect(dropped).toEqual([{ reason: 'rate', lines: lines - records.length }]);
  expect(records.filter(({ severityText }) => severityText === 'error')).toHaveLength(errors);
  expect(service.errors.match(/More than 2000 log lines a second/g)).toHaveLength(1);

  expect(answers.length).toBeGreaterThan(0);
  expect(new Set(answers)).toEqual(new Set(['served']));
  // What the SDK itself takes, and room for noise; 250 000 records kept in memory would be more.
  expect(measured['mostMebibytes']).toBeLessThan((without.measured['mostMebibytes'] ?? 0) + 192);
});
