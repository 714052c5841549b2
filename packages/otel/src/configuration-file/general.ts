/** What a configuration file says for all signals. */
import {
  mergePropagatorCompositeConfig,
  type ConfigurationModel,
  type PropagatorConfigModel,
} from '@opentelemetry/configuration';
import { chosen, type Translation } from './translation.ts';

type Instrumentation = NonNullable<ConfigurationModel['instrumentation/development']>;

const levels: Readonly<Record<string, string>> = { trace: 'all', fatal: 'none' };

export function translateGeneral(to: Translation, model: ConfigurationModel): void {
  const { attribute_count_limit, attribute_value_length_limit, ...otherLimits } = model.attribute_limits ?? {};
  const level = model.log_level?.replace(/\d$/, '');
  to.set('OTEL_SDK_DISABLED', model.disabled);
  to.set('OTEL_LOG_LEVEL', level === undefined ? undefined : (levels[level] ?? level));
  to.set('OTEL_ATTRIBUTE_COUNT_LIMIT', attribute_count_limit);
  to.set('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', attribute_value_length_limit);
  to.reject('attribute_limits', otherLimits);
  translatePropagator(to, model.propagator);
  translateInstrumentation(to, model['instrumentation/development'] ?? {});
}

/** Without any, nothing is propagated. */
function translatePropagator(
  to: Translation,
  { composite, composite_list, ...rest }: PropagatorConfigModel = {},
): void {
  const merged = mergePropagatorCompositeConfig(composite, composite_list ?? undefined) ?? [];
  const names = merged.map((propagator) => chosen(propagator)[0]);
  to.set('OTEL_PROPAGATORS', names.length === 0 ? 'none' : names.join(','));
  to.reject('propagator', rest);
}

function translateInstrumentation(to: Translation, { general, ...languages }: Instrumentation): void {
  const path = 'instrumentation/development';
  const { http, ...rest } = general ?? {};
  const { client, server, ...otherHttp } = http ?? {};
  for (const [side, headers] of Object.entries({ CLIENT: client, SERVER: server })) {
    const { request_captured_headers, response_captured_headers, ...others } = headers ?? {};
    const variable = `OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_${side}`;
    to.set(`${variable}_REQUEST`, request_captured_headers?.join(','));
    to.set(`${variable}_RESPONSE`, response_captured_headers?.join(','));
    to.reject(`${path}.general.http.${side.toLowerCase()}`, others);
  }
  to.reject(`${path}.general.http`, otherHttp);
  to.reject(`${path}.general`, rest);
  // What is said for other languages is for other services.
  to.reject(path, { js: languages.js });
}
