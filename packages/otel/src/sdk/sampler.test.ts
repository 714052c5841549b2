import { ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { resolveConfig } from '../config.ts';
import { createSampler } from './sampler.ts';

/** A trace of the upper half, which a ratio of 0.5 leaves out. */
const traceId = `ffffffff${'0'.repeat(24)}`;

const unsampledParent = trace.setSpanContext(ROOT_CONTEXT, {
  traceId,
  spanId: '1'.repeat(16),
  traceFlags: TraceFlags.NONE,
});

/** Whether a root span, and a span under a parent that is not recorded, are recorded. */
function recorded(environment: Record<string, string>): [boolean, boolean] {
  const sampler = createSampler(resolveConfig(environment).config);
  const decide = (context: typeof ROOT_CONTEXT): boolean =>
    sampler.shouldSample(context, traceId, 'GET', SpanKind.SERVER, {}, []).decision ===
    SamplingDecision.RECORD_AND_SAMPLED;
  return [decide(ROOT_CONTEXT), decide(unsampledParent)];
}

test.each([
  ['', '', [true, false]],
  ['always_on', '', [true, true]],
  ['always_off', '', [false, false]],
  ['traceidratio', '', [true, true]],
  ['traceidratio', '0.5', [false, false]],
  ['parentbased_always_on', '', [true, false]],
  ['parentbased_always_off', '', [false, false]],
  ['parentbased_traceidratio', '1', [true, false]],
  ['parentbased_traceidratio', '0', [false, false]],
])('OTEL_TRACES_SAMPLER=%s with argument "%s" records what its name says', (name, argument, expected) => {
  expect(recorded({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument })).toEqual(expected);
});
