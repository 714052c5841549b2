/** What an alert is. Rules, their tests, runbooks and docs are all made from this. */
import type { boardUids } from '../boards/uids.ts';
import type { Text } from '../text.ts';

/** How an alert's number is written. `share`: 0.05 is 5 %. `percent`: 80 is 80 %. */
type Unit = 'seconds' | 'share' | 'percent' | 'per second' | 'count';

/** Series as promtool writes them, with their values from the start on: `0+1x40` is 0, 1, … 40. */
export type Series = Readonly<Record<string, string>>;

export interface AlertDefinition {
  readonly name: string;
  /** `critical` is pushed, `warning` only with `notify`; both are shown on the boards. `none` is always there. */
  readonly severity: 'critical' | 'warning' | 'none';
  readonly notify?: true;
  /** Who can do something about it: a service of the house, or whoever runs the stack. */
  readonly owner: string;
  /** The board that shows it, opened for the alert's container if it has one. */
  readonly board: keyof typeof boardUids;
  readonly threshold: number;
  readonly unit: Unit;
  /** PromQL that gives a value, compared with the threshold, where something is wrong. */
  readonly expression: (threshold: number) => string;
  /** Seconds that the expression looks back; 0 if it looks at the present. */
  readonly windowSeconds: number;
  /** Seconds that it must hold. */
  readonly forSeconds: number;
  /** Seconds that it goes on afterwards: one that silences others must outlast them, or they are sent at its end. */
  readonly keepFiringSeconds?: number;
  /** In both, `{{ $labels.x }}` and `{{ $value }}` are filled in by Prometheus. */
  readonly summary: Text;
  readonly description: Text;
  readonly runbook: Runbook;
  readonly tests: AlertTests;
}

/** The hand-written half of an alert's page. */
interface Runbook {
  /** What usually is behind it, the likeliest first. */
  readonly causes: readonly string[];
  /** What to do, in this order. */
  readonly steps: readonly string[];
}

interface AlertTests {
  /** Fires in time: not later than its window, its `for` and a minute after the start. */
  readonly fires: {
    readonly series: Series;
    /** Of the alert, without those that its definition adds. */
    readonly labels: Readonly<Record<string, string>>;
    /** The number as people read it. */
    readonly shown: string;
  };
  /** Looks alike but is in order: never fires. */
  readonly quiet: readonly { readonly name: string; readonly series: Series }[];
}

/** Alerts of one file, evaluated together. */
export interface AlertGroup {
  /** Of the group and of its file. */
  readonly name: string;
  /** Default: the global 15 s. */
  readonly intervalSeconds?: number;
  /** Seconds between two values of the tests' series. */
  readonly testStepSeconds: number;
  readonly alerts: readonly AlertDefinition[];
}

const templates: Readonly<Record<Unit, string>> = {
  seconds: '{{ $value | printf "%.2f" }} s',
  share: '{{ $value | humanizePercentage }}',
  percent: '{{ $value | printf "%.0f" }} %',
  'per second': '{{ $value | printf "%.2f" }}/s',
  count: '{{ $value | printf "%.0f" }}',
};

/** The number, as a template that Prometheus fills in. */
export const shownNumber = ({ unit }: Pick<AlertDefinition, 'unit'>): string => templates[unit];

const spelt: Readonly<Record<Unit, (threshold: number) => string>> = {
  seconds: (threshold) => `${threshold} s`,
  share: (threshold) => `${threshold * 100} %`,
  percent: (threshold) => `${threshold} %`,
  'per second': (threshold) => `${threshold}/s`,
  count: String,
};

/** The threshold as people read it. */
export const shownThreshold = ({ unit, threshold }: Pick<AlertDefinition, 'unit' | 'threshold'>): string =>
  spelt[unit](threshold);

/** Whether the alert is sent to people, or only shown. */
export const isPushed = ({ severity, notify }: Pick<AlertDefinition, 'severity' | 'notify'>): boolean =>
  severity === 'critical' || notify === true;

/** Seconds in Prometheus's words: `90` is `1m30s`. */
export function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('') || '0s';
}
