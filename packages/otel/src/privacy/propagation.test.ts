import { defaultTextMapSetter, propagation, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import type { Config } from '../config.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { GuardedPropagator } from './propagation.ts';
import { hostsOf, hostsOfUndici } from './request-hosts.ts';

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
  'jaeger:4318',
  '[::1]:80',
])('%s is on the private network', (host) => expect(allowedHosts([])(host)).toBe(true));

test.each([
  'api.openai.com',
  '8.8.8.8',
  '134744072',
  '0x08080808',
  'api.openai.com:443',
  '[2001:db8::1]:80',
  '172.32.0.1',
  '169.254.169.254',
  '2001:db8::1',
  '',
  'local.example.org',
])('"%s" learns nothing about a trace', (host) => expect(allowedHosts(['*.internal.org'])(host)).toBe(false));

test('hosts are allowed by name, and below a name with *.', () => {
  const allowed = allowedHosts(['api.example.org', '*.house.net']);
  expect(['api.example.org', 'API.example.org.', 'a.b.house.net'].every(allowed)).toBe(true);
  expect(['example.org', 'house.net', 'evilhouse.net'].some(allowed)).toBe(false);
});

const spanContext = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.SAMPLED };

const context = propagation.setBaggage(
  trace.setSpanContext(ROOT_CONTEXT, spanContext),
  propagation.createBaggage({ user: { value: 'maria' } }),
);

/** Names of the headers that are sent; without a host nobody said where to. */
function headersTo(host: string | undefined, propagators: Config['propagators']): string[] {
  const propagator = new GuardedPropagator({ propagators, propagateTo: [] });
  const carrier = {};
  if (host !== undefined) propagator.goingTo([host]);
  propagator.inject(context, carrier, defaultTextMapSetter);
  return Object.keys(carrier);
}

test('context goes to private hosts and over NATS, baggage only when it is switched on, and neither to strangers', () => {
  expect(headersTo('localhost', ['tracecontext'])).toEqual(['traceparent']);
  expect(headersTo(undefined, ['tracecontext'])).toEqual(['traceparent']);
  expect(headersTo('localhost', ['tracecontext', 'baggage'])).toEqual(['traceparent', 'baggage']);
  expect(headersTo('api.openai.com', ['tracecontext', 'baggage'])).toEqual([]);
});

test('a proxy and a `Host` header say where a request goes as much as the host that is connected to', () => {
  expect(hostsOf({ host: 'proxy', path: 'http://api.openai.com/v1', headers: { Host: 'api.openai.com' } })).toEqual([
    'proxy',
    'api.openai.com',
    'api.openai.com',
  ]);
  expect(hostsOf({ hostname: '10.0.0.1', path: '/', headers: ['host', 'api.openai.com:80'] })).toEqual([
    '10.0.0.1',
    'api.openai.com:80',
  ]);
  expect(hostsOfUndici({ origin: 'http://proxy:3128', path: 'http://api.openai.com/v1' })).toEqual([
    'proxy:3128',
    'api.openai.com',
  ]);
  expect(hostsOf({})).toEqual(['localhost']);
});

test.each([
  ['gRPC to a stranger', { 'server.address': 'api.openai.com' }, []],
  ['a broker of the house', { 'net.peer.name': 'rabbit' }, ['traceparent']],
  ['a queue of AWS', { 'rpc.system': 'aws-api' }, []],
])('%s: where no hook tells the host, the client span does', (_call, attributes, expected) => {
  const span = Object.assign(trace.wrapSpanContext(spanContext), { kind: SpanKind.CLIENT, attributes });
  const carrier = {};
  new GuardedPropagator({ propagators: ['tracecontext'], propagateTo: [] }).inject(
    trace.setSpan(ROOT_CONTEXT, span),
    carrier,
    defaultTextMapSetter,
  );
  expect(Object.keys(carrier)).toEqual(expected);
});

test.each([
  ['b3', ['b3']],
  ['b3multi', ['x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled']],
] as const)('OTEL_PROPAGATORS=%s sends its headers', (name, expected) => {
  expect(headersTo('localhost', [name]).map((header) => header.toLowerCase())).toEqual(expected);
});
