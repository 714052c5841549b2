/**
 * The OpenMetrics text format 1.0, which the stock exporter does not speak. It still writes every sample; what the format
 * adds comes from here: families with type and unit, exemplars, created timestamps, and the mark of the end.
 */
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { DataPointType, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Exemplar } from './exemplars.ts';
import { inPrometheusWords } from './prometheus-names.ts';
import { bucketOf, type Recording } from './recording.ts';

interface Family {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly lines: string[];
}

const withTarget = new PrometheusSerializer();
const withoutTarget = new PrometheusSerializer('', false, undefined, true);

/** Everything that was collected, as the answer to one scrape. */
export function openMetrics(collected: ResourceMetrics, recording: Pick<Recording, 'exemplarsOf'>): string {
  const families = new Map<string, Family>();
  for (const { scope, metrics } of collected.scopeMetrics) {
    for (const metric of metrics) {
      const renamed = inPrometheusWords(metric);
      const samples = samplesIn(
        withoutTarget.serialize({ ...collected, scopeMetrics: [{ scope, metrics: [renamed] }] }),
      );
      const exemplars = metric.dataPoints.map(({ attributes }) =>
        recording.exemplarsOf(scope, metric.descriptor.name, attributes),
      );
      addMetric(families, renamed, samples, exemplars);
    }
  }
  const target = samplesIn(withTarget.serialize({ ...collected, scopeMetrics: [] }));
  const lines = [...families.values()].flatMap((family) => family.lines);
  return ['# TYPE target info', ...target, ...lines, '# EOF', ''].join('\n');
}

const samplesIn = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/**
 * Adds a metric to its family. Of two metrics of one name but different types the format can tell only one: the first.
 * @param samples the lines of all points, as many for each; buckets are a point's last ones.
 */
function addMetric(
  families: Map<string, Family>,
  metric: MetricData,
  samples: readonly string[],
  exemplars: readonly (readonly Exemplar[])[],
): void {
  const type = typeOf(metric);
  const name = metric.descriptor.name.replace(type === 'counter' ? /_total$/ : '', '');
  const family = families.get(name) ?? { type, lines: headOf(name, type, metric.descriptor) };
  if (family.type !== type || samples.length === 0) return;
  families.set(name, family);
  const perPoint = samples.length / metric.dataPoints.length;
  metric.dataPoints.forEach(({ value, startTime }, index) => {
    const own = samples.slice(index * perPoint, (index + 1) * perPoint);
    const marks = new Map(exemplars[index]?.map((each) => [lineOf(each.value, value, perPoint), textOf(each)]));
    family.lines.push(...own.map((line, at) => `${canonical(line)}${marks.get(at) ?? ''}`));
    if (type !== 'gauge') family.lines.push(createdLine(name, own[0] ?? '', hrTimeToMilliseconds(startTime)));
  });
}

function typeOf(metric: MetricData): Family['type'] {
  if (metric.dataPointType === DataPointType.HISTOGRAM) return 'histogram';
  return metric.dataPointType === DataPointType.SUM && metric.isMonotonic ? 'counter' : 'gauge';
}

function headOf(name: string, type: Family['type'], { unit, description }: MetricData['descriptor']): string[] {
  const head = [`# TYPE ${name} ${type}`];
  if (unit !== '') head.push(`# UNIT ${name} ${unit}`);
  if (description !== '') head.push(`# HELP ${name} ${escaped(description)}`);
  return head;
}

const escaped = (help: string): string => help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

/** Which of a point's lines an exemplar belongs to: its bucket's, or the only one. */
function lineOf(exemplar: number, value: MetricData['dataPoints'][number]['value'], perPoint: number): number {
  if (typeof value === 'number' || !('buckets' in value)) return 0;
  return perPoint - value.buckets.boundaries.length - 1 + bucketOf(exemplar, value.buckets.boundaries);
}

const textOf = ({ traceId, spanId, value, timeMs }: Exemplar): string => {
  const labels = traceId === '' ? '' : `trace_id="${traceId}",span_id="${spanId}"`;
  return ` # {${labels}} ${value} ${timeMs / 1000}`;
};

/** Bounds are floats, also where they are whole numbers. */
const canonical = (sample: string): string => sample.replace(/([{,])le="(\d+)"\} (\S+)$/, '$1le="$2.0"} $3');

/** When the counting of a point began, with the labels of one of its samples. */
function createdLine(name: string, sample: string, startMs: number): string {
  const labels = /\{.*\}/.exec(sample)?.[0] ?? '';
  return `${name}_created${labels} ${startMs / 1000}`;
}
