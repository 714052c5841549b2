import { defaultTextMapSetter, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';
import { GuardedPropagator } from './propagation.ts';

test.each([
  'localhost',
  '127.0.0.1',
  '[::1]',
  '10.1.2.3',
  '172.20.0.1',
  '192.168.1.9',
  'fd12::1',
  'jaeger',
  'tv.local',
])('%s is on the private network', (host) => expect(allowedHosts([])(host)).toBe(true));

test.each(['api.openai.com', '8.8.8.8', '172.32.0.1', '169.254.169.254', '2001:db8::1', '', 'local.example.org'])(
  '"%s" learns nothing about a trace',
  (host) => expect(allowedHosts(['*.internal.org'])(host)).toBe(false),
);

test('hosts are allowed by name, and below a name with *.', () => {
  const allowed = allowedHosts(['api.example.org', '*.house.net']);
  expect(['api.example.org', 'API.example.org.', 'a.b.house.net'].every(allowed)).toBe(true);
  expect(['example.org', 'house.net', 'evilhouse.net'].some(allowed)).toBe(false);
});

const context = propagation.setBaggage(
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    traceFlags: TraceFlags.SAMPLED,
  }),
  propagation.createBaggage({ user: { value: 'maria' } }),
);

function headersTo(host: string | undefined, propagators: ('tracecontext' | 'baggage')[]): string[] {
  const propagator = new GuardedPropagator({ propagators, propagateTo: [] });
  const carrier = {};
  if (host !== undefined) propagator.goingTo(host);
  propagator.inject(context, carrier, defaultTextMapSetter);
  return Object.keys(carrier);
}

test('context goes to private hosts and over NATS, baggage only when it is switched on, and neither to strangers', () => {
  expect(headersTo('localhost', ['tracecontext'])).toEqual(['traceparent']);
  expect(headersTo(undefined, ['tracecontext'])).toEqual(['traceparent']);
  expect(headersTo('localhost', ['tracecontext', 'baggage'])).toEqual(['traceparent', 'baggage']);
  expect(headersTo('api.openai.com', ['tracecontext', 'baggage'])).toEqual([]);
});
