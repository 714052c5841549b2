/** How much of the attributes of spans and log records is kept. */
import { atLeast } from './kinds.ts';
import { groupSetting, setting } from './setting.ts';

export const attributeLimitSettings = {
  attributeLimit: groupSetting(
    setting('OTEL_ATTRIBUTE_COUNT_LIMIT', 128, atLeast(0), 'Most attributes of a span or a log record.'),
    { traces: 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', logs: 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT' },
  ),
  attributeLengthLimit: groupSetting(
    setting(
      'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
      Infinity,
      atLeast(1),
      'Most characters of an attribute. In a span or log record above 1.5 MiB they are 65 536 at most, whatever this says.',
    ),
    { traces: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', logs: 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT' },
  ),
} as const;
