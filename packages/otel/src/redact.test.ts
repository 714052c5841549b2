import { expect, test } from 'vitest';
import { redactUrl, redactUrls } from './redact.ts';

test.each([
  ['https://host/path', 'https://host/path'],
  ['https://host/path?key=secret&page=2', 'https://host/path?key=REDACTED&page=REDACTED'],
  ['https://host/?secret', 'https://host/?REDACTED'],
  ['https://host/?a=secret=secret#secret', 'https://host/?a=REDACTED'],
  ['https://maria:secret@host/', 'https://REDACTED@host/'],
  ['/path?q=secret', '/path?q=REDACTED'],
  ['/@user/path', '/@user/path'],
])('%s leaves the process as %s', (url, redacted) => expect(redactUrl(url)).toBe(redacted));

test('every attribute that holds a URL is redacted', () => {
  const attributes = { 'url.full': 'http://h/?a=1', 'url.query': '?a=1', 'http.target': '/?a=1', 'url.path': '/x' };
  redactUrls(attributes);
  expect(attributes).toEqual({
    'url.full': 'http://h/?a=REDACTED',
    'url.query': '?a=REDACTED',
    'http.target': '/?a=REDACTED',
    'url.path': '/x',
  });
});
