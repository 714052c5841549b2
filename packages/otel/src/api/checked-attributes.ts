/** Attributes that a service gives to a span or a log line, as the compiler checks them. */
import type { attributes, AttributesOf } from '@mordomo/semconv';

type Definition = (typeof attributes)[keyof typeof attributes];
type Registered = AttributesOf<readonly Definition[]>;

/** Namespaces in which every key is registered, so that another one is misspelt. */
type OwnNamespace = 'voice' | 'mordomo';

/** What an attribute of one's own may hold; `undefined` leaves it out. */
export type AttributeValue =
  | string
  | number
  | boolean
  | readonly string[]
  | readonly number[]
  | readonly boolean[]
  | undefined;

/**
 * `Given` where all is right; an error at the key where it is not. Registered keys take the values that the registry says,
 * keys of one's own any attribute value, unregistered keys that begin with `voice.` or `mordomo.` nothing.
 */
export type CheckedAttributes<Given> = {
  readonly [Key in keyof Given]: Key extends keyof Registered
    ? Registered[Key]
    : Key extends `${OwnNamespace}.${string}`
      ? never
      : AttributeValue;
};
