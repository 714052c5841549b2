import type { Hops, Turn } from '../model.ts';

const notAsked = { status: 'not_asked' } as const;

/** The spool alone was read. */
export const noBackendAsked = {
  jaeger: { ...notAsked, spans: 0 },
  loki: { ...notAsked, lines: 0 },
  prometheus: { ...notAsked, series: 0, exemplars: 0 },
} satisfies Omit<Hops, 'spool'>;

/** The backends alone were read. */
export const noSpoolAsked: Hops['spool'] = {
  ...notAsked,
  services: 0,
  spans: 0,
  lines: 0,
  series: 0,
  exemplars: 0,
  corruptLines: 0,
};

/** True when every place that was asked had what was looked for. */
export function everyHopHeld({ hops }: Pick<Turn, 'hops'>): boolean {
  return Object.values(hops).every(({ status }) => status === 'found' || status === 'not_asked');
}
