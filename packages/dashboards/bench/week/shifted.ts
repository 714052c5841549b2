/** The log lines and traces of the week, into Loki and Jaeger. */
import { createHash } from 'node:crypto';
import { post } from './backends.ts';
import type { Occurrence, PieceName } from './plan.ts';
import type { RecordedLine, Recording } from './recording.ts';

type Recordings = Readonly<Record<PieceName, Recording>>;

/** A trace happens once: each occurrence has ids of its own. */
const traceIdAt = ({ start }: Occurrence, id: string): string =>
  createHash('sha256').update(`${start} ${id}`).digest('hex').slice(0, 32);

/** The number of lines. @param loki its address */
export async function sendLines(loki: string, week: readonly Occurrence[], recordings: Recordings): Promise<number> {
  let sent = 0;
  let batch: { readonly line: RecordedLine; readonly at: Occurrence }[] = [];
  const send = async () => {
    const streams = new Map<string, { stream: RecordedLine['labels']; values: unknown[] }>();
    for (const { line, at } of batch) {
      const key = JSON.stringify(line.labels);
      const stream = streams.get(key) ?? { stream: line.labels, values: [] };
      const { trace_id: id } = line.fields;
      const fields = { ...line.fields, ...(id !== undefined && { trace_id: traceIdAt(at, id) }) };
      stream.values.push([String(BigInt(at.start) * 1_000_000_000n + line.nanoseconds), line.text, fields]);
      streams.set(key, stream);
    }
    if (batch.length > 0) await post(`${loki}/loki/api/v1/push`, JSON.stringify({ streams: [...streams.values()] }));
    sent += batch.length;
    batch = [];
  };
  for (const at of week) {
    batch.push(...recordings[at.piece].lines.map((line) => ({ line, at })));
    if (batch.length > 2000) await send();
  }
  await send();
  return sent;
}

/** The number of spans, and the id of the last trace. @param otlp where Jaeger takes traces */
export async function sendTraces(
  otlp: string,
  week: readonly Occurrence[],
  recordings: Recordings,
): Promise<{ spans: number; traces: number; lastTraceId: string }> {
  let [spans, lastTraceId] = [0, ''];
  const ids = new Set<string>();
  for (const at of week) {
    const { traces, start } = recordings[at.piece];
    const shift = BigInt(at.start - start) * 1_000_000_000n;
    const moved = (key: string, value: unknown): unknown => {
      if (key === 'traceId' && typeof value === 'string') {
        lastTraceId = traceIdAt(at, value);
        ids.add(lastTraceId);
        return lastTraceId;
      }
      if (key === 'startTimeUnixNano') spans += 1;
      return key.endsWith('imeUnixNano') ? String(BigInt(value as string) + shift) : value;
    };
    if (traces.length > 0) await post(`${otlp}/v1/traces`, JSON.stringify({ resourceSpans: traces }, moved));
  }
  return { spans, traces: ids.size, lastTraceId };
}
