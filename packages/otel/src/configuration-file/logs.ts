/** `logger_provider` of a configuration file. */
import type { LoggerProviderConfigModel } from '@opentelemetry/configuration';
import { translateProcessors } from './processors.ts';
import type { Translation } from './translation.ts';

export function translateLogs(to: Translation, provider: LoggerProviderConfigModel | undefined): void {
  if (!provider) return to.set('OTEL_LOGS_EXPORTER', 'none');
  const { processors, limits, ...rest } = provider;
  translateProcessors(to, 'logs', 'logger_provider.processors', processors);
  const { attribute_count_limit, attribute_value_length_limit, ...otherLimits } = limits ?? {};
  to.set('OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', attribute_count_limit);
  to.set('OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', attribute_value_length_limit);
  to.reject('logger_provider.limits', otherLimits);
  to.reject('logger_provider', rest);
}
