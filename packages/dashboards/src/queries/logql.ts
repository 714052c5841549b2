/** LogQL from the registry: the four index labels, and attributes as Loki spells them. */
import { underscored, type AttributeDefinition, type LogEventDefinition } from '@mordomo/semconv';

/** The lines that the board's variables leave. */
export const lines = '{container=~"$container", job=~"$job", instance=~"$instance", level=~"$level"}';

/** Those of one level alone. */
export const linesOfLevel = (level: 'error' | 'warn'): string =>
  `{container=~"$container", job=~"$job", instance=~"$instance", level="${level}"}`;

/** The lines of one event. Its text is fixed, so that this finds it fast. */
const linesOf = ({ body }: LogEventDefinition): string => `${lines} |= "${body}"`;

/** The lines of one trace, of every service. */
export const linesOfTrace = (traceId: string): string => `{container=~".+"} | trace_id="${traceId}"`;

/** Lines in each step of the panel. */
export const linesPerStep = (of: string, by: readonly string[]): string =>
  `sum by (${by.join(', ')}) (count_over_time(${of} [$__auto]))`;

/** Lines in the time that the board shows, by some of their fields, the most frequent first. */
export const mostFrequent = (count: number, of: string, by: readonly string[]): string =>
  `topk(${count}, sum by (${by.join(', ')}) (count_over_time(${of} [$__range])))`;

/** The largest values of an attribute of an event in the time that the board shows, one for each trace. */
export function largestByTrace(
  count: number,
  event: LogEventDefinition,
  attribute: AttributeDefinition,
  beside: readonly AttributeDefinition[],
): string {
  const [value, labels] = [underscored(attribute), ['trace_id', ...beside.map(underscored)]];
  const observed = `max_over_time(${linesOf(event)} | ${value}!="" | unwrap ${value} [$__range])`;
  return `topk(${count}, max by (${labels.join(', ')}) (${observed}))`;
}
