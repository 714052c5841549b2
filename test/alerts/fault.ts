/** A fault that is seeded for real, and how soon its alerts noticed that it was there and that it was gone. */
import type { AlertDefinition } from '../../packages/dashboards/src/rules/alert.ts';
import { alertGroups } from '../../packages/dashboards/src/rules/table.ts';
import { until } from '../support/poll.ts';
import { compressed } from './compressed.ts';
import type { ShownAlert } from './watch.ts';

export interface Fault {
  /** A sentence for the report. */
  readonly what: string;
  /** The alerts that it sets off, each with labels that tell it from others of the name. */
  readonly alerts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Seeds it. @returns what mends it */
  readonly seed: () => Promise<() => Promise<void>>;
}

export interface Measured {
  readonly alert: AlertDefinition;
  readonly fault: string;
  /** Seconds from the beginning of the seeding until it fired; absent if it did not. */
  readonly firedAfter?: number;
  readonly firing?: ShownAlert;
  /** Seconds from the beginning of the mending until it was gone; absent if it stayed. */
  readonly resolvedAfter?: number;
}

/** The latest look at Prometheus's alerts. */
export type Look = () => readonly ShownAlert[];

/** Seconds within which it must fire: its window and its `for`, both compressed, and a minute that is not. */
export const boundSeconds = ({ windowSeconds, forSeconds }: AlertDefinition): number =>
  compressed(windowSeconds) + compressed(forSeconds) + 60;

/** For one that comes or goes too late, to see how late it is. */
const patienceMs = 300_000;

/** Seeds a fault, waits for its alerts, and mends it. @returns once it is mended; what was measured comes when all are resolved */
export async function seedAndMend(
  fault: Fault,
  look: Look,
): Promise<{ readonly measured: Promise<readonly Measured[]> }> {
  const names = Object.entries(fault.alerts);
  const seeded = Date.now();
  const mend = await fault.seed().catch((error: unknown) => {
    console.log(`Not seeded: ${fault.what}: ${String(error)}`);
    return async () => {};
  });
  const fired = await Promise.all(names.map((alert) => awaited(look, alert, true, seeded)));
  const mended = Date.now();
  await mend();
  const gone = Promise.all(names.map((alert) => awaited(look, alert, false, mended)));
  const measured = gone.then((resolved) =>
    names.map(([name], index) => ({
      alert: definitionOf(name),
      fault: fault.what,
      ...(fired[index] && {
        firedAfter: fired[index].seconds,
        ...(fired[index].shown && { firing: fired[index].shown }),
      }),
      ...(fired[index] && resolved[index] && { resolvedAfter: resolved[index].seconds }),
    })),
  );
  return { measured };
}

type Named = readonly [name: string, labels: Readonly<Record<string, string>>];

/** @returns when it came, or went; undefined if it did not */
async function awaited(look: Look, [name, labels]: Named, isWanted: boolean, since: number) {
  const find = () => look().find((shown) => shown.state === 'firing' && isSuch(shown, name, labels));
  try {
    const shown = await until(name, find, (found) => (found !== undefined) === isWanted, patienceMs);
    const seconds = (Date.now() - since) / 1000;
    console.log(`${new Date().toISOString()} ${name} ${isWanted ? 'fires' : 'is gone'} after ${seconds.toFixed(0)} s`);
    return { seconds, shown };
  } catch {
    console.log(`${new Date().toISOString()} ${name} ${isWanted ? 'has not fired' : 'is still there'}`);
    return undefined;
  }
}

const isSuch = (shown: ShownAlert, name: string, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries({ ...labels, alertname: name }).every(([key, value]) => shown.labels[key] === value);

function definitionOf(name: string): AlertDefinition {
  const definition = alertGroups.flatMap(({ alerts }) => alerts).find((alert) => alert.name === name);
  if (definition === undefined) throw new Error(`There is no alert ${name}.`);
  return definition;
}
