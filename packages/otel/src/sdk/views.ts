/** Views of a configuration file, as the SDK takes them. */
import type { AggregationConfigModel, ViewConfigModel } from '@opentelemetry/configuration';
import {
  AggregationType,
  createAllowListAttributesProcessor,
  createDenyListAttributesProcessor,
  InstrumentType,
  MeterProvider,
  type AggregationOption,
  type IAttributesProcessor,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { sayOnce } from '../diagnostics.ts';

/** Options for each view. One that the SDK cannot do is said and left out. */
export const viewOptions = (views: readonly ViewConfigModel[]): ViewOptions[] =>
  views.flatMap((view, index) => {
    try {
      const options = optionsOf(view);
      // The provider would throw, and with it all of the set-up.
      const trial = new MeterProvider({ views: [options] });
      void trial.shutdown();
      return [options];
    } catch (error) {
      sayOnce(`meter_provider.views[${index}] of OTEL_CONFIG_FILE is ignored: ${(error as Error).message}.`);
      return [];
    }
  });

function optionsOf({ selector, stream }: ViewConfigModel): ViewOptions {
  const type = selector.instrument_type?.toUpperCase() as keyof typeof InstrumentType | undefined;
  return withoutNothing({
    instrumentName: selector.instrument_name,
    instrumentType: type === undefined ? undefined : InstrumentType[type],
    instrumentUnit: selector.unit,
    meterName: selector.meter_name,
    meterVersion: selector.meter_version,
    meterSchemaUrl: selector.meter_schema_url,
    name: stream.name,
    description: stream.description,
    aggregation: stream.aggregation ? aggregationOf(stream.aggregation) : undefined,
    aggregationCardinalityLimit: stream.aggregation_cardinality_limit,
    attributesProcessors: attributesOf(stream.attribute_keys ?? {}),
  });
}

const withoutNothing = (options: Readonly<Record<string, unknown>>): ViewOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));

function aggregationOf(aggregation: AggregationConfigModel): AggregationOption {
  const { explicit_bucket_histogram: explicit, base2_exponential_bucket_histogram: exponential } = aggregation;
  if (explicit) {
    const { boundaries, record_min_max } = explicit;
    const bounds = boundaries ?? [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];
    return {
      type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
      options: { boundaries: bounds, recordMinMax: record_min_max ?? true },
    };
  }
  if (exponential) {
    return {
      type: AggregationType.EXPONENTIAL_HISTOGRAM,
      options: { recordMinMax: exponential.record_min_max ?? true, maxSize: exponential.max_size ?? 160 },
    };
  }
  const [kind = 'default'] = Object.keys(aggregation);
  return { type: AggregationType[simple[kind] ?? 'DEFAULT'] };
}

const simple: Readonly<Record<string, 'DROP' | 'LAST_VALUE' | 'SUM'>> = {
  drop: 'DROP',
  last_value: 'LAST_VALUE',
  sum: 'SUM',
};

function attributesOf({ included, excluded }: { included?: string[]; excluded?: string[] }): IAttributesProcessor[] {
  const patterns = [...(included ?? []), ...(excluded ?? [])].filter((key) => /[*?]/.test(key));
  if (patterns.length > 0)
    throw new Error(`attribute_keys has the pattern "${patterns[0]}", only whole keys are supported`);
  return [
    ...(included ? [createAllowListAttributesProcessor(included)] : []),
    ...(excluded ? [createDenyListAttributesProcessor(excluded)] : []),
  ];
}
