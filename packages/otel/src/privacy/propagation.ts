/**
 * Trace context in the headers of requests, to allowed hosts only. The API's propagators do not know where a request goes.
 * The HTTP and undici instrumentations ask their ignore hook, then inject, in one synchronous go: the hook leaves the hosts
 * here, and the next injection takes them away. Where no hook tells, the client span does (gRPC, brokers); an injection
 * without any host (NATS) is the service's own network.
 */
import { SpanKind, trace, type Context, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import { allowedHosts } from './allowed-hosts.ts';

export class GuardedPropagator extends CompositePropagator {
  readonly #mayKnow: (host: string) => boolean;
  #nextHosts: readonly string[] | undefined;

  constructor({ propagators, propagateTo }: Pick<Config, 'propagators' | 'propagateTo'>) {
    super({ propagators: propagators.map((name) => available[name]()) });
    this.#mayKnow = allowedHosts(propagateTo);
  }

  /** Says where the next injection goes: all of these hosts will see it. */
  goingTo(hosts: readonly string[]): void {
    this.#nextHosts = hosts;
  }

  override inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const hosts = this.#nextHosts ?? hostsIn(context);
    this.#nextHosts = undefined;
    if (hosts.every(this.#mayKnow)) super.inject(context, carrier, setter);
  }
}

/** The host that the client span of a call names. Of AWS the region's address is not known yet. */
function hostsIn(context: Context): readonly string[] {
  const { kind, attributes = {} } = (trace.getSpan(context) ?? {}) as Partial<ReadableSpan>;
  if (kind !== SpanKind.CLIENT && kind !== SpanKind.PRODUCER) return [];
  if (attributes['rpc.system'] === 'aws-api') return ['amazonaws.com'];
  const host = attributes['server.address'] ?? attributes['net.peer.name'];
  return typeof host === 'string' ? [host] : [];
}

const available: Readonly<Record<Config['propagators'][number], () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};
