/** Spans: whether, which, how much of each, and when. */
import { atLeast, choice, listOf, milliseconds, ratio } from './kinds.ts';
import { setting, type Setting } from './setting.ts';

const limit = (name: string, doc: string): Setting<number> => setting(name, 128, atLeast(0), doc);

export const traceSettings = {
  traces: setting<readonly ('otlp' | 'console')[]>(
    'OTEL_TRACES_EXPORTER',
    ['otlp'],
    listOf('otlp', 'console'),
    'Where spans go.',
  ),
  sampler: setting(
    'OTEL_TRACES_SAMPLER',
    'parentbased_always_on',
    choice(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ),
    'Which traces are recorded.',
  ),
  samplerRatio: setting('OTEL_TRACES_SAMPLER_ARG', 1, ratio, 'Share of the traces that a `traceidratio` keeps.'),
  spanDelayMs: setting(
    'OTEL_BSP_SCHEDULE_DELAY',
    1000,
    milliseconds(1),
    'Longest wait of a span before it is spooled, in milliseconds.',
  ),
  spanBatchSize: setting('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512, atLeast(1), 'So many spans are spooled at once.'),
  spanEventLimit: limit('OTEL_SPAN_EVENT_COUNT_LIMIT', 'Most events of a span.'),
  spanLinkLimit: limit('OTEL_SPAN_LINK_COUNT_LIMIT', 'Most links of a span.'),
  eventAttributeLimit: limit('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'Most attributes of an event of a span.'),
  linkAttributeLimit: limit('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', 'Most attributes of a link of a span.'),
} as const;
