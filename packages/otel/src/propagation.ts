/**
 * Trace context in the headers of requests, to allowed hosts only. The API's propagators do not know where a request
 * goes. The HTTP and undici instrumentations ask their ignore hook, then inject, in one synchronous go: the hook leaves
 * the host here, and the next injection takes it away. Injections without a host (NATS) are the service's own network.
 */
import type { Context, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { allowedHosts } from './allowed-hosts.ts';
import type { Config } from './config.ts';

export class GuardedPropagator extends CompositePropagator {
  readonly #mayKnow: (host: string) => boolean;
  #nextHost: string | undefined;

  constructor({ propagators, propagateTo }: Pick<Config, 'propagators' | 'propagateTo'>) {
    super({ propagators: propagators.map((name) => available[name]()) });
    this.#mayKnow = allowedHosts(propagateTo);
  }

  /** Says where the next injection goes. */
  goingTo(host: string): void {
    this.#nextHost = host;
  }

  override inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const host = this.#nextHost;
    this.#nextHost = undefined;
    if (host === undefined || this.#mayKnow(host)) super.inject(context, carrier, setter);
  }
}

const available: Readonly<Record<Config['propagators'][number], () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};
