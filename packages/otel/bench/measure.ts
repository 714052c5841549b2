/** One round of one variant: start, load, lines, memory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import type { Variant } from './variants.ts';

const warmUpRequests = 2000;
const measuredRequests = 8000;
const connections = 10;
const warmUpLines = 4000;
const measuredLines = 8000;

/** What one round gives; the keys are those of `figures`. */
export interface Measurement {
  readonly startMs: number;
  readonly startCpuMs: number;
  readonly requestCpuUs: number;
  readonly lineCpuUs: number;
  readonly rssMb: number;
}

interface Message {
  readonly port?: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** The figures with their names and units, in the order of the table. */
export const figures: Readonly<Record<keyof Measurement, string>> = {
  startMs: 'start to listening, ms',
  startCpuMs: 'CPU until listening, ms',
  requestCpuUs: 'CPU per HTTP request, µs',
  lineCpuUs: 'CPU per pino line, µs',
  rssMb: 'RSS after the load, MB',
};

export async function measure(variant: Variant, environment: Readonly<Record<string, string>>): Promise<Measurement> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, variant.args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    const { port = 0, cpuMs: startCpuMs } = await nextMessage(child);
    const startMs = performance.now() - startedAt;
    const requestCpuUs = await cpuPer(
      child,
      measuredRequests,
      () => load(port, warmUpRequests),
      () => load(port, measuredRequests),
    );
    const { rssBytes } = await ask(child, 'usage');
    const lines = (count: number) => async () => void (await ask(child, 'lines', count));
    const lineCpuUs = await cpuPer(child, measuredLines, lines(warmUpLines), lines(measuredLines));
    return { startMs, startCpuMs, requestCpuUs, lineCpuUs, rssMb: rssBytes / 1e6 };
  } finally {
    child.kill('SIGKILL');
  }
}

async function cpuPer(
  child: ChildProcess,
  times: number,
  warmUp: () => Promise<void>,
  work: () => Promise<void>,
): Promise<number> {
  await warmUp();
  const before = await ask(child, 'usage');
  await work();
  const after = await ask(child, 'usage');
  return ((after.cpuMs - before.cpuMs) * 1000) / times;
}

async function load(port: number, amount: number): Promise<void> {
  const { non2xx, errors } = await autocannon({ url: `http://127.0.0.1:${port}/rooms/kitchen`, amount, connections });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of ${amount} requests failed.`);
}

async function ask(child: ChildProcess, what: 'usage' | 'lines', count = 0): Promise<Message> {
  const answer = nextMessage(child);
  child.send({ ask: what, count });
  return await answer;
}

async function nextMessage(child: ChildProcess): Promise<Message> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured service ended with ${String(code)}.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message];
  return message;
}
