import { expect, test } from 'vitest';
import { redactUrl, redactUrlsIn } from './urls.ts';

test.each([
  ['https://host/path', 'https://host/path'],
  ['https://host/path?key=secret&page=2', 'https://host/path?key=REDACTED&page=REDACTED'],
  ['https://host/?secret', 'https://host/?REDACTED'],
  ['https://host/?a=secret&secret=', 'https://host/?a=REDACTED&REDACTED'],
  ['https://host/?a=secret=secret#secret', 'https://host/?a=REDACTED'],
  ['https://maria:secret@host/', 'https://REDACTED@host/'],
  ['/path?q=secret', '/path?q=REDACTED'],
  ['/@user/path', '/@user/path'],
])('%s leaves the process as %s', (url, expected) => expect(redactUrl(url)).toBe(expected));

test.each([
  ['Route GET:/rooms?token=secret not found', 'Route GET:/rooms?token=REDACTED not found'],
  [
    'cannot reach redis://:secret@store:6379, then https://a/b?c=secret&d=secret (twice)',
    'cannot reach redis://REDACTED@store:6379, then https://a/b?c=REDACTED&d=REDACTED (twice)',
  ],
  ['GET /rooms?secret&secret', 'GET /rooms?REDACTED&REDACTED'],
  ['q: ?a=secret&b=secret', 'q: ?a=REDACTED&b=REDACTED'],
  ['is it ok? yes = no', 'is it ok? yes = no'],
])('in the text "%s" every URL is redacted', (text, expected) => expect(redactUrlsIn(text)).toBe(expected));

test('a long text without any URL is no work', () => {
  const startMs = performance.now();
  redactUrlsIn(`${'a'.repeat(1_000_000)}://?${'a/'.repeat(100_000)}${'?&a'.repeat(100_000)}`);
  expect(performance.now() - startMs).toBeLessThan(5000);
});
