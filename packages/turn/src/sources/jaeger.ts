import { services, spans as spanDefinitions } from '@mordomo/semconv';
import type { Span } from '../model.ts';
import { spansOf, withoutRepeats } from '../otlp/spans.ts';
import { asObject } from '../otlp/values.ts';
import { askJson, type Backend } from './http.ts';

const [wakeWord] = services;

/** How far back the newest turn is looked for: what Jaeger keeps at most. */
const searchWindowsMs = [3_600_000, 30 * 86_400_000];

/** All spans of a trace; empty when Jaeger does not know it. */
export async function traceSpans(jaeger: Backend, traceId: string): Promise<Span[]> {
  return withoutRepeats(answeredSpans(await askJson(jaeger, `/api/v3/traces/${traceId}`)));
}

/** Trace id of the newest turn, undefined when there is none. */
export async function newestTurn(jaeger: Backend, nowMs: number): Promise<string | undefined> {
  for (const windowMs of searchWindowsMs) {
    const answer = await askJson(jaeger, '/api/v3/traces', {
      'query.service_name': wakeWord,
      'query.operation_name': spanDefinitions.turn.name,
      'query.start_time_min': new Date(nowMs - windowMs).toISOString(),
      'query.start_time_max': new Date(nowMs + 60_000).toISOString(),
      'query.num_traces': '20',
    });
    const roots = answeredSpans(answer).filter(({ name }) => name === spanDefinitions.turn.name);
    const newest = roots.toSorted((a, b) => Number(b.startNs - a.startNs))[0];
    if (newest !== undefined) return newest.traceId;
  }
  return undefined;
}

const answeredSpans = (answer: unknown): Span[] => spansOf(asObject(answer)['result']);
