/** Takes secrets out of what is exported, whichever instrumentation or logger made it. */
import { isPersonal } from '@mordomo/semconv';
import type { AnyValue, Attributes } from '@opentelemetry/api';
import type { ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import { reasonOf } from '../diagnostics.ts';
import { meaningOf } from './names.ts';
import { secretsRedactor } from './secrets.ts';
import { redacted, redactQuery, redactUrl, redactUrlsIn } from './urls.ts';

/** Deeper values are cut by the collector; the bound also ends circles. */
const deepest = 8;

export class Redactor {
  readonly #withoutSecrets: (text: string) => string;
  readonly #isCut: (name: string) => boolean;

  constructor({ redactPaths, captureContent }: Pick<Config, 'redactPaths' | 'captureContent'>) {
    this.#withoutSecrets = secretsRedactor(redactPaths);
    this.#isCut = captureContent ? () => false : isPersonal;
  }

  /** Name, attributes, events and status of an ended span, in place. */
  span(span: ReadableSpan): void {
    this.#attributes(span.attributes);
    for (const { attributes = {} } of span.events) this.#attributes(attributes);
    for (const { attributes = {} } of span.links) this.#attributes(attributes);
    const { name, status } = span;
    const safeName = this.#text(name);
    if (safeName !== name) Object.assign(span, { name: safeName });
    if (status.message !== undefined) status.message = this.#text(status.message);
  }

  /** Body and attributes of a log record, in place. */
  logRecord(record: ReadWriteLogRecord): void {
    this.#attributes(record.attributes);
    record.setBody(this.#readable('', record.body));
  }

  #attributes(attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (this.#isCut(name)) Reflect.deleteProperty(attributes, name);
      else attributes[name] = this.#readable(name, value);
    }
  }

  #readable(name: string, value: AnyValue): AnyValue {
    try {
      return this.#value(name, value, 0);
    } catch (error) {
      return `[unreadable: ${reasonOf(error)}]`;
    }
  }

  #value(name: string, value: AnyValue, depth: number): AnyValue {
    if (typeof value === 'string') return this.#named(name, value);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (depth > deepest) return '[more]';
    if (Array.isArray(value)) return this.#list(name, value, depth);
    const fields = value as Record<string, AnyValue>;
    const meaning = meaningOf(name);
    if (meaning === 'secret' || meaning === 'query') return redactedFields(fields);
    const copy = Object.entries(fields).map(([key, item]) => [key, this.#value(key, item, depth + 1)]);
    return withoutSecretParams(fields, Object.fromEntries(copy) as Record<string, AnyValue>);
  }

  #list(name: string, values: AnyValue[], depth: number): AnyValue {
    // Names alternate with their values.
    const nameOf = (index: number): string => (index % 2 === 1 ? String(values[index - 1]) : '');
    const isRaw = name === 'rawHeaders';
    return values.map((value, index) => this.#value(isRaw ? nameOf(index) : name, value, depth + 1));
  }

  #named(name: string, value: string): string {
    const meaning = meaningOf(name);
    if (meaning === 'secret') return redacted;
    if (meaning === 'url') return this.#withoutSecrets(redactUrl(value));
    // A text with spaces, such as SQL, is no query of a URL.
    return meaning === 'query' && !value.includes(' ') ? redactQuery(value) : this.#text(value);
  }

  #text(text: string): string {
    return this.#withoutSecrets(redactUrlsIn(text));
  }
}

/** A name without a value may be the secret itself. */
const redactedFields = (fields: Record<string, AnyValue>): AnyValue =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [value === '' ? redacted : key, redacted]));

/** A logged request has parts of its path again in `params`: what was taken out there is taken out here. */
function withoutSecretParams(before: Record<string, AnyValue>, after: Record<string, AnyValue>): AnyValue {
  const [url, kept, params] = [before['url'], after['url'], after['params']];
  if (typeof url !== 'string' || typeof kept !== 'string' || typeof params !== 'object' || params === null)
    return after;
  const isKept = (value: AnyValue): boolean =>
    typeof value !== 'string' || !url.includes(value) || kept.includes(value);
  const entries = Object.entries(params as Record<string, AnyValue>);
  return {
    ...after,
    params: Object.fromEntries(entries.map(([key, value]) => [key, isKept(value) ? value : redacted])),
  };
}
