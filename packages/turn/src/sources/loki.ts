import type { LogLine } from '../model.ts';
import { asList, asNanos, asObject, asObjects, asText } from '../otlp/values.ts';
import { askJson, type Backend } from './http.ts';
import type { TimeRange } from './time-range.ts';

/** More lines than a turn has; Loki's own default is 100. */
const maxLines = 2000;

/** The log lines of a trace, oldest first. */
export async function traceLines(loki: Backend, traceId: string, range: TimeRange): Promise<LogLine[]> {
  const answer = await askJson(loki, '/loki/api/v1/query_range', {
    query: `{container=~".+"} | trace_id="${traceId}"`,
    start: `${range.startNs}`,
    end: `${range.endNs}`,
    limit: `${maxLines}`,
    direction: 'forward',
  });
  const streams = asObjects(asObject(asObject(answer)['data'])['result']);
  return streams.flatMap(({ stream, values }) => asList(values).map((value) => toLogLine(asObject(stream), value)));
}

/** Loki gives index labels and structured metadata back as one set of labels. */
function toLogLine(labels: Readonly<Record<string, unknown>>, value: unknown): LogLine {
  const [time, line] = asList(value);
  const { container, level, detected_level: detectedLevel, trace_id: traceId, span_id: spanId, ...rest } = labels;
  return {
    timeNs: asNanos(time),
    traceId: asText(traceId),
    spanId: asText(spanId),
    service: asText(container),
    level: asText(level) || asText(detectedLevel) || 'info',
    body: asText(line),
    attributes: Object.fromEntries(Object.entries(rest).map(([key, content]) => [key, asText(content)])),
  };
}
