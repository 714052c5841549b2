/** The values of URL queries and the user part of URLs hold keys, tokens and people's words: they leave no process. */

export const redacted = 'REDACTED';

/** A URL without fragment, without the values of its query, and without its user and password. */
export function redactUrl(url: string): string {
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, `$1${redacted}@`);
  const [beforeFragment = ''] = withoutUser.split('#', 1);
  const start = beforeFragment.indexOf('?');
  if (start === -1) return beforeFragment;
  return beforeFragment.slice(0, start + 1) + redactQuery(beforeFragment.slice(start + 1));
}

/** `a=1&b=2` as `a=REDACTED&b=REDACTED`. A name without a value is a value. */
export function redactQuery(query: string): string {
  const mark = query.startsWith('?') ? '?' : '';
  const parts = query.slice(mark.length).split('&');
  return (
    mark + parts.map((part) => (part === '' ? '' : part.replace(/^([^=]*=(?=.))?.*$/s, `$1${redacted}`))).join('&')
  );
}

/** Bounded and anchored, so that a long text without any URL costs one pass. */
const urlsInText = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>`\\]+/gi;
const queriesOfPaths = /(\/[^\s?"'<>]{0,256})(\?[^\s"'<>#]+)/g;
const otherQueries = /([?&][\w.~%[\]-]+=)[^\s&"'<>#]+/g;

/** A text with every URL and every query in it redacted: a message, a stack, a header. */
export function redactUrlsIn(text: string): string {
  const withoutUrls = text.includes('://') ? text.replaceAll(urlsInText, redactUrl) : text;
  if (!withoutUrls.includes('?')) return withoutUrls;
  return withoutUrls
    .replaceAll(queriesOfPaths, (_match, path: string, query: string) => path + redactQuery(query))
    .replaceAll(otherQueries, `$1${redacted}`);
}
