/** What an attribute, a log field or a header holds, by its name. */

type Meaning = 'secret' | 'url' | 'query' | 'other';

/** `authorization`, `http.request.header.x-api-key`, `Set-Cookie`, `accessToken`. */
const secretName =
  /(?:authorization|cookies?2?|token|secret|passw(?:or)?d|passphrase|api[-_]?key|(?:access|private|secret)[-_]?key|credentials?|baggage)$/i;

/** One URL, or the part of one from its path on. */
const urlNames = ['url.full', 'http.url', 'http.target', 'url', 'originalUrl', 'uri', 'href', 'search'];
/** Queries as text or as an object. */
const queryNames = ['url.query', 'query', 'querystring', 'searchParams'];

/** A process has few names and uses them for every span: to look one up is cheaper than to match it. */
const known = new Map<string, Meaning>([
  ...urlNames.map((name) => [name, 'url'] as const),
  ...queryNames.map((name) => [name, 'query'] as const),
]);
/** Names that come from outside, such as those of logged headers, must not fill the memory. */
const mostKnown = 2000;

/** What a value of this name is. */
export function meaningOf(name: string): Meaning {
  const before = known.get(name);
  if (before !== undefined) return before;
  const meaning = secretName.test(name) ? 'secret' : 'other';
  if (known.size < mostKnown) known.set(name, meaning);
  return meaning;
}
