/** Asks the real Jaeger, Prometheus and Loki. */
import type { Endpoints } from '@mordomo/stack';

async function ask<Answer>(url: string): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return (await response.json()) as Answer;
}

export interface JaegerSpan {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly links?: readonly { readonly traceId: string }[];
  readonly service: string;
}

interface JaegerTrace {
  readonly result: {
    readonly resourceSpans: readonly {
      readonly resource: {
        readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
      };
      readonly scopeSpans: readonly { readonly spans: readonly Omit<JaegerSpan, 'service'>[] }[];
    }[];
  };
}

/** The spans of a trace, by Jaeger's `/api/v3`. */
export async function jaegerSpans({ jaeger }: Endpoints, traceId: string): Promise<JaegerSpan[]> {
  const { result } = await ask<JaegerTrace>(`${jaeger}/api/v3/traces/${traceId}`);
  return result.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
  });
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** An instant query. */
export async function prometheusQuery({ prometheus }: Endpoints, query: string): Promise<readonly Sample[]> {
  const url = `${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`;
  return (await ask<{ data: { result: readonly Sample[] } }>(url)).data.result;
}

export interface ExemplarSeries {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
}

/** The exemplars of the last hour. */
export async function prometheusExemplars(
  { prometheus }: Pick<Endpoints, 'prometheus'>,
  query: string,
): Promise<readonly ExemplarSeries[]> {
  const end = Date.now() / 1000;
  const url = `${prometheus}/api/v1/query_exemplars?query=${encodeURIComponent(query)}&start=${end - 3600}&end=${end}`;
  return (await ask<{ data: readonly ExemplarSeries[] }>(url)).data;
}

export interface LokiStream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [string, string])[];
}

/** The lines of the last hour. */
export async function lokiQuery({ loki }: Endpoints, query: string): Promise<readonly LokiStream[]> {
  const start = BigInt(Date.now() - 3_600_000) * 1_000_000n;
  const url = `${loki}/loki/api/v1/query_range?query=${encodeURIComponent(query)}&start=${start}&limit=5000`;
  return (await ask<{ data: { result: readonly LokiStream[] } }>(url)).data.result;
}

/** The label names of the index, by `/series`: what a stream is identified by. */
export async function lokiLabels({ loki }: Endpoints): Promise<string[]> {
  const start = BigInt(Date.now() - 3_600_000) * 1_000_000n;
  const { data } = await ask<{ data: readonly Record<string, string>[] }>(
    `${loki}/loki/api/v1/series?match[]=${encodeURIComponent('{container=~".+"}')}&start=${start}`,
  );
  return [...new Set(data.flatMap((labels) => Object.keys(labels)))].sort();
}

/** A series with its raw samples: times in seconds, and values. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** The raw samples of each series: give a range selector. */
export async function prometheusSeries(
  { prometheus }: Pick<Endpoints, 'prometheus'>,
  range: string,
): Promise<readonly Series[]> {
  const url = `${prometheus}/api/v1/query?query=${encodeURIComponent(range)}`;
  return (await ask<{ data: { result: readonly Series[] } }>(url)).data.result;
}

/** The times (seconds) of the raw samples of each series: give a range selector. */
export const prometheusSamples = async (endpoints: Endpoints, range: string): Promise<number[][]> =>
  (await prometheusSeries(endpoints, range)).map(({ values }) => values.map(([time]) => time));
