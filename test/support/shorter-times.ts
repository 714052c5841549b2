/** Rules of Prometheus with other times: what takes minutes in a house takes seconds in a test. Thresholds stay as they are. */

type Kind = 'for' | 'keep_firing_for' | 'interval' | 'window';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const secondsIn = (duration: string): number =>
  [...duration.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (unitSeconds[unit] ?? 1),
    0,
  );

/** @param shorter what becomes of so many seconds; at least a millisecond is left */
export function withShorterTimes(rules: string, shorter: (seconds: number, kind: Kind) => number): string {
  const rescaled = (duration: string, kind: Kind) =>
    `${Math.max(1, Math.round(shorter(secondsIn(duration), kind) * 1000))}ms`;
  return rules
    .replaceAll(
      /^( +(for|keep_firing_for|interval): )((?:\d+[smhd])+)$/gm,
      (_, head: string, kind: Kind, duration: string) => head + rescaled(duration, kind),
    )
    .replaceAll(/\[((?:\d+[smhd])+)\]/g, (_, duration: string) => `[${rescaled(duration, 'window')}]`);
}
