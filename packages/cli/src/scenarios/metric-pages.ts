/** The services' own `/metrics` pages: what they counted until now. */
import { prometheusName, type MetricDefinition } from '@mordomo/semconv';
import type { House } from '@mordomo/stack';
import type { ExpectedChange } from './scenario.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Samples = readonly Sample[];

/** What the services that run have counted. */
export async function scrape({ services }: Pick<House, 'services'>): Promise<Samples> {
  const pages = services.map(async ({ metrics }) => {
    try {
      return await (await fetch(`http://${metrics}/metrics`)).text();
    } catch {
      return ''; // a service that is down has nothing to tell
    }
  });
  return (await Promise.all(pages)).flatMap(samplesOf);
}

/** A line is `name{label="value",…} number`. */
function samplesOf(page: string): Sample[] {
  return page.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)/i.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

/**
 * By how much a metric changed over all series that have the labels: a counter's value, or how often a histogram observed
 * (`sum`: what it observed, together). Of what goes up and down: its value afterwards.
 */
export function changeOf(
  { metric, labels = {} }: Omit<ExpectedChange, 'by'>,
  { before, after }: { readonly before: Samples; readonly after: Samples },
  ofHistogram: 'count' | 'sum' = 'count',
): number {
  const name = prometheusName(metric);
  const series = metric.instrument === 'histogram' ? `${name}_${ofHistogram}` : name;
  const total = (samples: Samples) =>
    samples
      .filter(
        (sample) =>
          sample.name === series && Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
      )
      .reduce((sum, { value }) => sum + value, 0);
  return total(after) - (isLevel(metric) ? 0 : total(before));
}

/** Whether it goes up and down. */
export const isLevel = ({ instrument }: MetricDefinition): boolean =>
  instrument === 'gauge' || instrument === 'up-down-counter';
