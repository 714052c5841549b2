/** The services' own `/metrics` pages: what they counted until now. */
import { prometheusName } from '@mordomo/semconv';
import type { House } from '@mordomo/stack';
import type { ExpectedChange } from './scenario.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Samples = readonly Sample[];

/** What all services that run have counted. */
export async function scrape({ services }: House): Promise<Samples> {
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

/** The value of a counter or gauge, or how often a histogram observed, over all series that have the labels. */
export function valueOf(samples: Samples, { metric, labels = {} }: ExpectedChange): number {
  const name = prometheusName(metric);
  const series = metric.instrument === 'histogram' ? `${name}_count` : name;
  return samples
    .filter(
      (sample) => sample.name === series && Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
    )
    .reduce((sum, { value }) => sum + value, 0);
}
