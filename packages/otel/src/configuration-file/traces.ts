/** `tracer_provider` of a configuration file. */
import type {
  ParentBasedSamplerConfigModel,
  SamplerConfigModel,
  SpanLimitsConfigModel,
  TraceIdRatioBasedSamplerConfigModel,
  TracerProviderConfigModel,
} from '@opentelemetry/configuration';
import { translateProcessors } from './processors.ts';
import { chosen, type Translation } from './translation.ts';

export function translateTraces(to: Translation, provider: TracerProviderConfigModel | undefined): void {
  // A provider that the file leaves out is off.
  if (!provider) return to.set('OTEL_TRACES_EXPORTER', 'none');
  const { processors, limits, sampler, id_generator, ...rest } = provider;
  translateProcessors(to, 'traces', 'tracer_provider.processors', processors);
  translateLimits(to, limits ?? {});
  if (sampler) translateSampler(to, 'tracer_provider.sampler', sampler);
  const { random: _random, ...otherGenerators } = id_generator ?? {};
  to.reject('tracer_provider.id_generator', otherGenerators);
  to.reject('tracer_provider', rest);
}

function translateLimits(to: Translation, limits: SpanLimitsConfigModel): void {
  const { attribute_count_limit, attribute_value_length_limit, event_count_limit, link_count_limit, ...more } = limits;
  const { event_attribute_count_limit, link_attribute_count_limit, ...rest } = more;
  to.set('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', attribute_count_limit);
  to.set('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', attribute_value_length_limit);
  to.set('OTEL_SPAN_EVENT_COUNT_LIMIT', event_count_limit);
  to.set('OTEL_SPAN_LINK_COUNT_LIMIT', link_count_limit);
  to.set('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', event_attribute_count_limit);
  to.set('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', link_attribute_count_limit);
  to.reject('tracer_provider.limits', rest);
}

/** The samplers that have a name of their own; a parent's branches keep their defaults. */
function translateSampler(to: Translation, path: string, sampler: SamplerConfigModel, prefix = ''): void {
  const [kind, options] = chosen(sampler);
  if (kind === 'parent_based' && prefix === '') {
    const { root, ...branches } = options as NonNullable<ParentBasedSamplerConfigModel>;
    to.reject(`${path}.${kind}`, branches);
    return translateSampler(to, `${path}.${kind}.root`, root ?? { always_on: {} }, 'parentbased_');
  }
  const name = { always_on: 'always_on', always_off: 'always_off', trace_id_ratio_based: 'traceidratio' }[kind];
  if (name === undefined) return to.reject(path, { [kind]: options });
  to.set('OTEL_TRACES_SAMPLER', prefix + name);
  to.set('OTEL_TRACES_SAMPLER_ARG', (options as NonNullable<TraceIdRatioBasedSamplerConfigModel>).ratio);
}
