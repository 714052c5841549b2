/** A real Express and a real Fastify service, pushed through the real collector and scraped by a second Prometheus. */
import { metrics, prometheusLabel, prometheusName } from '@mordomo/semconv';
import { upStack, type RunningStack } from '@mordomo/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jaegerSpans, prometheusExemplars, prometheusSeries } from './support/backends.ts';
import { kill, launch, temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import { startSecondPrometheus, type SecondPrometheus } from './support/second-prometheus.ts';

const kinds = ['express', 'fastify'] as const;
const job = (kind: string): string => `house-${kind}`;

const cleanUp = new AsyncDisposableStack();
afterAll(() => cleanUp.disposeAsync());

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stack: RunningStack;
let second: SecondPrometheus;
const addresses = new Map<string, string>();

beforeAll(async () => {
  folder = await temporaryFolder();
  cleanUp.defer(folder.remove);
  const where = { dataDir: folder.path, portOffset: await freePortOffset() };
  stack = await upStack({ ...where, way: 'native', onProgress: (line) => console.log(line) });
  cleanUp.defer(stack.stop);
  for (const kind of kinds) addresses.set(kind, await startService(kind));
  const targets = [...addresses].map(([kind, address]) => [job(kind), address] as const);
  second = await startSecondPrometheus(folder.path, Object.fromEntries(targets));
  cleanUp.defer(second.stop);
}, 1_800_000);

/** Half of the traces are sampled: the other half must leave no exemplar. @returns its address */
async function startService(kind: string): Promise<string> {
  const { child, output } = launch(
    'node',
    ['--conditions=@mordomo/source', 'packages/otel/test/fixtures/both-ways.ts', kind],
    {
      PATH: process.env['PATH'],
      OTEL_SERVICE_NAME: job(kind),
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.endpoints.otlp,
      OTEL_METRIC_EXPORT_INTERVAL: '2000',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.5',
      MORDOMO_METRICS_SERVER: 'none',
      MORDOMO_SPOOL_DIR: folder.path,
    },
  );
  cleanUp.defer(() => kill(child, 'SIGTERM'));
  const [, port] = await until(
    `the ${kind} service`,
    () => /listening (\d+)/.exec(output.stdout) ?? [output.stderr],
    (found) => found.length > 1,
    120_000,
  );
  return `127.0.0.1:${port}`;
}

/** Ten at a time ask for rooms, among them one where nobody goes. */
async function load(address: string): Promise<void> {
  const rooms = Array.from({ length: 400 }, (_, index) => (index % 40 === 0 ? 'attic' : 'x'.repeat(1 + (index % 30))));
  const ask = async (): Promise<void> => {
    for (let room = rooms.pop(); room !== undefined; room = rooms.pop()) {
      await (await fetch(`http://${address}/rooms/${room}`)).text();
    }
  };
  await Promise.all(Array.from({ length: 10 }, ask));
}

/** Names of series that do not come from the service: rules of the stack, and what the collector makes of spans. */
async function madeOnTheWay(): Promise<(name: string) => boolean> {
  const answer = await fetch(`${stack.endpoints.prometheus}/api/v1/rules?type=record`);
  const { data } = (await answer.json()) as { data: { groups: { rules: { name: string }[] }[] } };
  const rules = new Set(data.groups.flatMap(({ rules: each }) => each.map(({ name }) => name)));
  return (name) => rules.has(name) || name.startsWith('traces_') || /^(up|scrape_.*|target_info)$/.test(name);
}

/** Name and labels as text, without what belongs to the way: who scraped, and scopes, which OTLP ingestion leaves out. */
function identityOf({ __name__: name = '', ...labels }: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(([label]) => label !== 'instance' && !label.startsWith('otel_scope_'));
  const spelt = own.map(
    ([label, value]) => `${label}=${label === 'le' ? Number(value.replace('+Inf', 'Infinity')) : value}`,
  );
  return `${name}{${spelt.sort().join()}}`;
}

/** Values of the last seconds of every series of a service. */
async function valuesOf(kind: string, from: Pick<SecondPrometheus, 'prometheus'>): Promise<Map<string, string[]>> {
  const isMadeOnTheWay = await madeOnTheWay();
  const series = (await prometheusSeries(from, `{job="${job(kind)}"}[20s]`)).filter(
    ({ metric }) => !isMadeOnTheWay(metric['__name__'] ?? ''),
  );
  return new Map(series.map(({ metric, values }) => [identityOf(metric), values.map(([, value]) => value)]));
}

/** Series that only one way has, and those whose last pushed value no scrape has seen. */
function differences(pushed: Map<string, string[]>, scraped: Map<string, string[]>): string[] {
  const onlyPushed = [...pushed.keys()].filter((series) => !scraped.has(series)).map((series) => `pushed: ${series}`);
  const onlyScraped = [...scraped.keys()].filter((series) => !pushed.has(series)).map((series) => `scraped: ${series}`);
  const others = [...pushed]
    .filter(([series, values]) => scraped.get(series)?.includes(values.at(-1) ?? '') === false)
    .map(([series, values]) => `${series} ${values.at(-1)} is none of ${scraped.get(series)?.join()}`);
  return [...onlyPushed, ...onlyScraped, ...others];
}

const instruments = {
  'counter of the voice metrics': 'wake_word_detections_total{container=JOB,device=kitchen,job=JOB}',
  'histogram of the voice metrics': 'stt_latency_seconds_bucket{container=JOB,engine=pocketsphinx,job=JOB,le=0.75}',
  'up-down counter': 'lamps_on{container=JOB,job=JOB,room_name=hall;floor 1}',
  histogram: '_2nd_floor_delay_milliseconds_bucket{container=JOB,job=JOB,key_2nd=true,le=2500000,ratio=0.5}',
  gauge: 'temperature_celsius{container=JOB,job=JOB,note=a\\b"c"\nd}',
  'counter of a compound unit': 'audio_bytes_per_second_total{container=JOB,job=JOB}',
  'observable counter': 'network_io_bytes_total{container=JOB,direction=out,job=JOB}',
  'observable up-down counter': 'queue{container=JOB,job=JOB}',
  'observable gauge': 'humidity_ratio{container=JOB,job=JOB}',
  'duration of HTTP requests':
    'http_server_request_duration_seconds_count{container=JOB,http_request_method=GET,http_response_status_code=200,' +
    'http_route=/rooms/:room,job=JOB,network_protocol_version=1.1,url_scheme=http}',
  runtime: 'v8js_memory_heap_used_bytes{container=JOB,job=JOB,v8js_heap_space_name=old_space}',
  memory: 'memory_usage_bytes{container=JOB,job=JOB}',
  CPU: 'cpu_usage_percent{container=JOB,job=JOB}',
  overflow: 'visits_total{container=JOB,job=JOB,otel_metric_overflow=true}',
};

const ofInstrumentations = Object.values(metrics).filter(({ name }) => /^(http\.server|nodejs|v8js)\./.test(name));

describe.each(kinds)('%s', (kind) => {
  beforeAll(() => load(addresses.get(kind) ?? ''));

  test('pushed and scraped series are the same: names, units, labels, buckets and values', async () => {
    const look = async () => ({
      pushed: await valuesOf(kind, stack.endpoints),
      scraped: await valuesOf(kind, second),
    });
    const seen = await until(
      'no difference',
      async () => {
        const both = await look();
        return { ...both, series: both.pushed.size, differences: differences(both.pushed, both.scraped) };
      },
      ({ series, differences: found }) => series > 0 && found.length === 0,
      90_000,
    );
    console.log(`${kind}: ${seen.series} series, no difference`);
    const missing = Object.entries(instruments).filter(
      ([, series]) => !seen.pushed.has(series.replaceAll('JOB', job(kind))),
    );
    expect(missing).toEqual([]);
    expect([...seen.pushed.keys()].filter((series) => series.startsWith('visits_total{'))).toHaveLength(2000);
  });

  test('what the instrumentations record is as the registry says: names, labels, buckets', async () => {
    const pushed = await valuesOf(kind, stack.endpoints);
    for (const { name, unit, instrument, labels, buckets } of ofInstrumentations) {
      const family = prometheusName({ name, unit, instrument });
      const series = [...pushed.keys()].filter((each) =>
        each.startsWith(`${family}${buckets === undefined ? '' : '_bucket'}{`),
      );
      expect({ family, isThere: series.length > 0 }).toEqual({ family, isThere: true });
      const found = series.flatMap((each) => [...each.matchAll(/[{,](\w+)=/g)].map(([, label]) => label));
      const known = new Set(['container', 'job', 'le', ...labels.map(({ key }) => prometheusLabel(key))]);
      expect({ family, unknown: found.filter((label) => !known.has(label ?? '')) }).toEqual({
        family,
        unknown: [],
      });
      const bounds = new Set(series.flatMap((each) => /[{,]le=([^,}]+)/.exec(each)?.[1] ?? []));
      expect({ family, bounds }).toEqual({
        family,
        bounds: new Set([...(buckets ?? []), ...(buckets ? ['Infinity'] : [])].map(String)),
      });
    }
  });

  test('Prometheus knows type, unit and help of what it scraped', async () => {
    const answer = await fetch(`${second.prometheus}/api/v1/metadata?metric=temperature_celsius`);
    const { data } = (await answer.json()) as { data: Record<string, unknown> };
    expect(data['temperature_celsius']).toEqual([{ type: 'gauge', unit: 'celsius', help: 'Degrees in "the" room.' }]);
  });

  test.each(['pushed', 'scraped'])('exemplars are %s, and the trace of each is in Jaeger', async (way) => {
    const from = way === 'pushed' ? stack.endpoints : second;
    const names = 'http_server_request_duration_seconds_bucket|stt_latency_seconds_bucket|wake_word_detections_total';
    const series = await until(
      'exemplars of the requests in five buckets, and of the voice metrics',
      () => prometheusExemplars(from, `{job="${job(kind)}",__name__=~"${names}"}`),
      (found) => found.length >= 7 && new Set(found.map(({ seriesLabels }) => seriesLabels['__name__'])).size === 3,
      60_000,
    );
    const exemplars = series.flatMap((each) => each.exemplars);
    for (const { labels } of exemplars) {
      const spans = await until(
        `the trace ${labels['trace_id']}`,
        () => jaegerSpans(stack.endpoints, labels['trace_id'] ?? ''),
        (found) => found.some(({ spanId }) => spanId === labels['span_id']),
      );
      expect(spans.map(({ service }) => service)).toContain(job(kind));
    }
    console.log(`${kind}, ${way}: ${exemplars.length} exemplars of ${series.length} series, each trace in Jaeger`);
  });
});
