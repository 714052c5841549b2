/** The rules as a running Prometheus has them: what they read, and where they lead. */
import { PORTS, withOffset, type Endpoints } from '@mordomo/stack';
import { readFileSync } from 'node:fs';
import { get } from './grafana.ts';

interface LoadedRule {
  /** Of the alert, or of the series that is recorded. */
  readonly name: string;
  readonly query: string;
  /** `unknown` until it has been evaluated for the first time. */
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
  readonly type: 'alerting' | 'recording';
  readonly annotations?: Readonly<Record<string, string>>;
}

interface LoadedGroup {
  readonly name: string;
  readonly rules: readonly LoadedRule[];
}

/** The rules of one group. */
export async function loadedRules({ prometheus }: Endpoints, group: string): Promise<readonly LoadedRule[]> {
  const { groups } = await get<{ groups: readonly LoadedGroup[] }>(`${prometheus}/api/v1/rules`, {});
  return groups.find(({ name }) => name === group)?.rules ?? [];
}

/** The addresses that a page names, at the ports of this stack instead of the usual ones. */
export function addressesIn(page: string, { prometheus, turns }: Endpoints): string[] {
  const text = readFileSync(page, 'utf8');
  const offset = Number(new URL(prometheus).port) - PORTS.prometheus;
  const usual = new Map(Object.entries(PORTS).map(([name, port]) => [String(port), name as keyof typeof PORTS]));
  const moved = withOffset(offset);
  const whole = [...text.matchAll(/http:\/\/127\.0\.0\.1:(\d+)([^\s`]*)/g)].map(([address, port = '', path = '']) => {
    const name = usual.get(port);
    return name === undefined ? address : `http://127.0.0.1:${moved[name]}${path}`;
  });
  const ofTurns = [...text.matchAll(/`(\/(?:turns?|slowest|compare)\b[^\s`]*)`/g)].map(([, path = '']) => turns + path);
  return [...whole, ...ofTurns];
}

/** The files of this project that a page names. */
export const filesIn = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/`(docs\/[\w./-]+)`/g)].map(([, path = '']) => path);
