/**
 * The registry's mechanism: const-generic identities, so that a misspelt attribute key, value or label does not compile.
 * Definitions are plain frozen data; nothing here does I/O or depends on OpenTelemetry.
 */
import type { ServiceName } from './stages.ts';

export interface ValueTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly strings: readonly string[];
}

/** One attribute or metric label: key, type, meaning, and where it may go. */
export interface AttributeDefinition<
  Key extends string = string,
  Type extends keyof ValueTypes = keyof ValueTypes,
  Value = ValueTypes[Type],
> {
  readonly key: Key;
  readonly type: Type;
  /** The closed list of values; absent when any value of the type is allowed. */
  readonly oneOf?: readonly Value[];
  /** One sentence: what the value means, with its unit. */
  readonly brief: string;
  /** True if it can tell something about a person: cut before any exporter unless content capture is switched on. */
  readonly personal: boolean;
  /** True if the number of its values is small and fixed, so that it may be a metric label. */
  readonly metricSafe: boolean;
}

interface AttributeFacts {
  readonly brief: string;
  readonly personal?: true;
  readonly metricSafe?: true;
}

const facts = ({ brief, personal, metricSafe }: AttributeFacts) => ({
  brief,
  personal: personal === true,
  metricSafe: metricSafe === true,
});

/** An attribute of any value of one type. */
export const attribute = <const Key extends string, Type extends keyof ValueTypes>(
  key: Key,
  type: Type,
  about: AttributeFacts,
): AttributeDefinition<Key, Type> => Object.freeze({ key, type, ...facts(about) });

/** A string attribute with a closed list of values. */
export const choice = <const Key extends string, const Value extends string>(
  key: Key,
  oneOf: readonly Value[],
  about: AttributeFacts,
): AttributeDefinition<Key, 'string', Value> => Object.freeze({ key, type: 'string', oneOf, ...facts(about) });

type ValueOf<Definition> =
  Definition extends AttributeDefinition<string, keyof ValueTypes, infer Value> ? Value : never;

/** The object that may be given where these attributes are allowed: their keys only, with their types only. */
export type AttributesOf<Definitions extends readonly AttributeDefinition[]> = {
  readonly [Definition in Definitions[number] as Definition['key']]?: ValueOf<Definition>;
};

/** The OpenTelemetry instruments that the registry uses. */
export type Instrument = 'counter' | 'up-down-counter' | 'gauge' | 'histogram';

/** Who records a metric: one service of the house, or each that does such work. */
export type Owner = ServiceName | 'every service';

/** One metric: OpenTelemetry name, instrument, unit (UCUM), meaning, labels and (histograms) bucket bounds in that unit. */
export interface MetricDefinition<
  Kind extends Instrument = Instrument,
  Labels extends readonly AttributeDefinition[] = readonly AttributeDefinition[],
> {
  readonly name: string;
  readonly instrument: Kind;
  readonly unit: string;
  /** What is counted, or from which event to which event is measured. */
  readonly brief: string;
  readonly owner: Owner;
  readonly labels: Labels;
  readonly buckets?: readonly number[];
}

/** Defines a metric. */
export const metric = <
  const Kind extends Instrument,
  const Labels extends readonly AttributeDefinition<string, keyof ValueTypes, never>[] | readonly AttributeDefinition[],
>(
  definition: { readonly instrument: Kind; readonly labels: Labels } & Omit<MetricDefinition, 'instrument' | 'labels'>,
) => Object.freeze(definition);

/** One span: name, and the attributes it may carry. */
export interface SpanDefinition<Attributes extends readonly AttributeDefinition[] = readonly AttributeDefinition[]> {
  readonly name: string;
  readonly brief: string;
  readonly attributes: Attributes;
}

/** Defines a span. */
export const span = <const Attributes extends readonly AttributeDefinition[]>(definition: SpanDefinition<Attributes>) =>
  Object.freeze(definition);

/** One log event: name, the fixed text of its line (values belong into attributes), severity, and its attributes. */
export interface LogEventDefinition<
  Attributes extends readonly AttributeDefinition[] = readonly AttributeDefinition[],
> {
  readonly name: string;
  readonly body: string;
  readonly severity: 'debug' | 'info' | 'warn' | 'error';
  readonly brief: string;
  readonly attributes: Attributes;
}

/** Defines a log event. */
export const logEvent = <const Attributes extends readonly AttributeDefinition[]>(
  definition: LogEventDefinition<Attributes>,
) => Object.freeze(definition);
