/** The path that a layer was made for, such as `/rooms/:room`. */

/** What the versions of Express keep of a layer's path. */
interface Kept {
  readonly route?: { readonly path: unknown };
  /** Version 5, from router 2.3 on. */
  readonly rawPath?: unknown;
  /** Version 4. */
  readonly regexp?: RegExp;
  readonly keys?: readonly { readonly name: string | number }[];
}

const paths = new WeakMap<object, string>();

/** Remembers the path that a layer was made with. */
export const rememberPath = (layer: object, path: unknown): void => void paths.set(layer, textOf(path));

/** The path of a layer; of one that nobody saw being made, what can be told of it. */
export function pathOf(layer: Kept): string {
  const known = paths.get(layer) ?? keptPath(layer);
  paths.set(layer, known);
  return known;
}

function keptPath({ route, rawPath, regexp, keys = [] }: Kept): string {
  const path = route?.path ?? rawPath;
  if (path !== undefined) return textOf(path);
  return regexp === undefined ? '/' : readBack(regexp, keys);
}

const parameter = /\(\?:(\\\/)?\(\[\^\\?\/\]\+\?\)\)|\(\[\^\\?\/\]\+\?\)/g;

/** `^\/rooms\/([^\/]+?)\/?(?=\/|$)` with the key `room` was `/rooms/:room`. */
function readBack(regexp: RegExp, keys: readonly { readonly name: string | number }[]): string {
  const names = keys.values();
  const path = regexp.source
    .replace(/^\^/, '')
    .replace(/\\\/\?(\(\?=\\\/\|\$\)|\$)$/, '')
    .replaceAll(parameter, (_, slash: string | undefined) => `${slash ?? ''}:${names.next().value?.name ?? ''}`)
    .replaceAll(/\\(.)/g, '$1');
  return /[()[\]?*+|]/.test(path) ? String(regexp) : path || '/';
}

const textOf = (path: unknown): string => (Array.isArray(path) ? path.map(String).join(',') : String(path));
