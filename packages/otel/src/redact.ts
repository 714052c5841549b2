/** The values of URL queries and the user part of URLs hold keys, tokens and people's words: they leave no process. */
import type { Attributes } from '@opentelemetry/api';

const redacted = 'REDACTED';
const urlAttributes = ['url.full', 'http.url', 'http.target', 'url.query'];

/** Redacts the URLs among a span's attributes, in place. */
export function redactUrls(attributes: Attributes): void {
  for (const key of urlAttributes) {
    const value = attributes[key];
    if (typeof value === 'string') attributes[key] = key === 'url.query' ? redactQuery(value) : redactUrl(value);
  }
}

/** A URL without fragment, without the values of its query, and without its user and password. */
export function redactUrl(url: string): string {
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, `$1${redacted}@`);
  const [beforeFragment = ''] = withoutUser.split('#', 1);
  const start = beforeFragment.indexOf('?');
  if (start === -1) return beforeFragment;
  return beforeFragment.slice(0, start + 1) + redactQuery(beforeFragment.slice(start + 1));
}

/** `a=1&b=2` as `a=REDACTED&b=REDACTED`. A part without `=` is a value too. */
function redactQuery(query: string): string {
  const mark = query.startsWith('?') ? '?' : '';
  const parts = query.slice(mark.length).split('&');
  return mark + parts.map((part) => (part === '' ? '' : part.replace(/^([^=]*=)?.*$/s, `$1${redacted}`))).join('&');
}
