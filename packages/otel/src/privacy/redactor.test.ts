import { contentCaptureVariable } from '@mordomo/semconv';
import type { AnyValue, Attributes } from '@opentelemetry/api';
import type { ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { resolveConfig } from '../config.ts';
import { Redactor } from './redactor.ts';

const redactorWith = (environment: Record<string, string>) => new Redactor(resolveConfig(environment).config);
const redactor = redactorWith({ MORDOMO_REDACT_PATHS: '/pair/*,/homes/*/keys/*' });

function redactedSpan(attributes: Attributes, name = 'GET', message = ''): ReadableSpan {
  const span = { name, attributes, events: [{ name: 'exception', attributes: { ...attributes } }], links: [] };
  const ended = { ...span, status: { code: 2, message } } as unknown as ReadableSpan;
  redactor.span(ended);
  return ended;
}

/** Body and attributes of a record as they leave the process. */
function redactedRecord(body: AnyValue, attributes: Attributes): [AnyValue, Attributes] {
  const record = { body, attributes, setBody: (value: AnyValue) => (record.body = value) };
  redactor.logRecord(record as unknown as ReadWriteLogRecord);
  return [record.body, attributes];
}

test('whatever an instrumentation puts on a span, URLs lose their queries and users, and headers their secrets', () => {
  const { attributes, events } = redactedSpan({
    'url.full': 'http://maria:secret@h/?a=secret',
    'url.query': 'secret&a=secret',
    'http.target': '/?secret',
    'url.path': '/rooms/kitchen',
    'db.connection_string': 'redis://:secret@store',
    'http.request.header.authorization': ['Bearer secret'],
    'http.request.header.x-api-key': ['secret'],
    'http.response.header.set-cookie': ['a=secret', 'b=secret'],
    'http.response.header.location': ['/login?next=secret'],
    'http.request.header.accept': ['text/html'],
    'server.port': 80,
  });
  const expected = {
    'url.full': 'http://REDACTED@h/?a=REDACTED',
    'url.query': 'REDACTED&a=REDACTED',
    'http.target': '/?REDACTED',
    'url.path': '/rooms/kitchen',
    'db.connection_string': 'redis://REDACTED@store',
    'http.request.header.authorization': ['REDACTED'],
    'http.request.header.x-api-key': ['REDACTED'],
    'http.response.header.set-cookie': ['REDACTED', 'REDACTED'],
    'http.response.header.location': ['/login?next=REDACTED'],
    'http.request.header.accept': ['text/html'],
    'server.port': 80,
  };
  expect(attributes).toEqual(expected);
  expect(events[0]?.attributes).toEqual(expected);
});

test('what people say and are called is cut, unless content is captured', () => {
  const attributesOf = (environment: Record<string, string>): string[] => {
    const attributes = {
      'voice.stt.transcript': 'turn the light on',
      'voice.speaker.id': 'maria',
      'voice.stage': 'stt',
    };
    redactorWith(environment).logRecord({ attributes, setBody: () => {} } as unknown as ReadWriteLogRecord);
    return Object.keys(attributes);
  };
  expect(attributesOf({})).toEqual(['voice.stage']);
  expect(attributesOf({ [contentCaptureVariable]: 'true' })).toHaveLength(3);
});

test('name and status of a span are texts that hold URLs too', () => {
  const { name, status } = redactedSpan({}, 'GET /x?a=secret', 'http://h/?a=secret answered 500');
  expect([name, status.message]).toEqual(['GET /x?a=REDACTED', 'http://h/?a=REDACTED answered 500']);
});

test.each([
  ['https://api.telegram.org/bot123456:AAsecret_secret-secret/getMe', 'https://api.telegram.org/botREDACTED/getMe'],
  ['https://hooks.slack.com/services/T0/B0/secret', 'https://hooks.slack.com/services/T0/B0/REDACTED'],
  ['https://discord.com/api/webhooks/42/secret', 'https://discord.com/api/webhooks/42/REDACTED'],
  ['/verify/eyJhbGciOi.eyJzdWIi.secret', '/verify/REDACTED'],
  ['/pair/secret', '/pair/REDACTED'],
  ['/homes/secret/keys/secret/rooms', '/homes/REDACTED/keys/REDACTED/rooms'],
  ['/rooms/kitchen/lamps/2f1b', '/rooms/kitchen/lamps/2f1b'],
])('the path %s leaves the process as %s', (path, expected) => {
  expect(redactedSpan({ 'url.path': path, 'url.full': path }).attributes).toEqual({
    'url.path': expected,
    'url.full': expected,
  });
});

test('a logged request keeps its shape and loses its secrets, at any depth', () => {
  const headers = { host: 'h', authorization: 'secret', cookie: 'secret', 'x-auth-token': 'secret' };
  const [body, attributes] = redactedRecord('Route GET:/x?a=secret not found', {
    req: { method: 'GET', url: '/x?a=secret', query: { a: 'secret' }, headers, params: { room: 'kitchen' } },
    pair: { url: '/pair/secret', params: { code: 'secret' } },
    err: { config: { headers: { Authorization: 'secret' } }, rawHeaders: ['Cookie', 'secret', 'Accept', '*/*'] },
    cookies: { sid: 'secret' },
    sql: { query: 'SELECT 1 FROM rooms' },
    durationMs: 3,
  });
  expect(JSON.stringify([body, attributes])).not.toContain('secret');
  expect(body).toBe('Route GET:/x?a=REDACTED not found');
  expect(attributes).toMatchObject({
    req: { method: 'GET', url: '/x?a=REDACTED', headers: { host: 'h' }, params: { room: 'kitchen' } },
    pair: { url: '/pair/REDACTED', params: { code: 'REDACTED' } },
    err: { rawHeaders: ['Cookie', 'REDACTED', 'Accept', '*/*'] },
    sql: { query: 'SELECT 1 FROM rooms' },
    durationMs: 3,
  });
});

test('a circle and a getter that throws are no reason to disturb the service', () => {
  const circle: Record<string, AnyValue> = {};
  circle['self'] = circle;
  const [, attributes] = redactedRecord('hello', {
    circle,
    broken: Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    }),
  });
  expect(attributes['broken']).toBe('[unreadable: no]');
  expect(JSON.stringify(attributes['circle'])).toContain('[more]');
});
