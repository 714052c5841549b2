/** What is made to go wrong in the house, so that one can see how it shows. */
import { stages, type ServiceName, type Stage } from '@mordomo/semconv';
import { setTimeout as sleep } from 'node:timers/promises';

/** Replaces whatever went wrong before. */
export interface Faults {
  /** Milliseconds by which stages are made slower. */
  readonly delays?: Partial<Readonly<Record<Stage, number>>>;
  /** Milliseconds for which a service does nothing at all before it handles an event. */
  readonly stalls?: Partial<Readonly<Record<ServiceName, number>>>;
  /** How long the house works on a reply before it gives up, in milliseconds. */
  readonly patienceMs?: number;
}

/** Sent to all services; not an event of the house. */
export const faultsSubject = 'demo.faults';

/** `stage=ms,stage=ms`, as `--delay` has it. */
function delaysFrom(text: string): Partial<Record<Stage, number>> {
  const delays: Partial<Record<Stage, number>> = {};
  for (const pair of text.split(',')) {
    const [name, milliseconds] = pair.split('=');
    const stage = stages.find((each) => each === name);
    if (stage !== undefined) delays[stage] = Number(milliseconds);
  }
  return delays;
}

let faults: Faults = { delays: delaysFrom(process.env['MORDOMO_DEMO_DELAYS'] ?? '') };

export function setFaults(to: Faults): void {
  faults = to;
}

/** Makes a stage slower. @param signal ends the waiting with its reason */
export const stageDelay = async (stage: Stage, signal?: AbortSignal): Promise<void> => {
  const milliseconds = faults.delays?.[stage];
  if (milliseconds !== undefined) await sleep(milliseconds, undefined, { signal });
};

export const patienceMs = (): number => faults.patienceMs ?? 25_000;

/** Keeps the event loop, as a long computation would. */
export function stall(service: ServiceName): void {
  const end = performance.now() + (faults.stalls?.[service] ?? 0);
  while (performance.now() < end);
}
