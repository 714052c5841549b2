/** Looks at Prometheus's alerts again and again, and writes down when each was pending or firing. */
import type { Endpoints } from '@mordomo/stack';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** One alert in one state without a break. Times are milliseconds since the epoch. */
export interface Episode extends ShownAlert {
  readonly from: number;
  readonly to: number;
}

/** What is pending or firing now. */
async function alertsNow({ prometheus }: Pick<Endpoints, 'prometheus'>): Promise<readonly ShownAlert[]> {
  const response = await fetch(`${prometheus}/api/v1/alerts`, { signal: AbortSignal.timeout(60_000) });
  return ((await response.json()) as { data: { alerts: readonly ShownAlert[] } }).data.alerts;
}

/** Watches until `signal` is aborted. @param onLook is told what it sees each time @returns what was seen, in the order of its beginning */
export async function watchAlerts(
  endpoints: Pick<Endpoints, 'prometheus'>,
  everyMs: number,
  signal: AbortSignal,
  onLook: (alerts: readonly ShownAlert[]) => void = () => {},
): Promise<readonly Episode[]> {
  const past: Episode[] = [];
  let present = new Map<string, Episode>();
  while (!signal.aborted) {
    const alerts = await alertsNow(endpoints);
    const to = Date.now();
    const seen = alerts.map((alert) => [keyOf(alert), alert] as const);
    const next = new Map(seen.map(([key, alert]) => [key, { ...alert, from: present.get(key)?.from ?? to, to }]));
    past.push(...[...present].filter(([key]) => !next.has(key)).map(([, episode]) => episode));
    present = next;
    onLook(alerts);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
  return [...past, ...present.values()].toSorted((one, other) => one.from - other.from);
}

const keyOf = ({ state, labels }: ShownAlert): string =>
  JSON.stringify([state, ...Object.entries(labels).toSorted(([one], [other]) => one.localeCompare(other))]);
