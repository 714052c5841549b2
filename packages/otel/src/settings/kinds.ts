/** How the value of a setting is read from text, and how to say what was expected. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isContentCaptured } from '@mordomo/semconv';
import { redactUrl } from '../privacy/urls.ts';

export interface Kind<Value> {
  readonly expected: string;
  /** Gives nothing for a text that cannot be used. */
  readonly parse: (written: string) => Value | undefined;
  /** How a text that cannot be used is shown to a person; JSON if nothing is said. */
  readonly show?: (written: string) => string;
}

const commaSeparated = (written: string): string[] =>
  written
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const text: Kind<string> = { expected: 'a text', parse: (written) => written };

/** A path, made absolute: the service may change its working directory later. */
export const aPath: Kind<string> = { expected: 'a path', parse: (written) => resolve(written) };

/** A folder to make and write to; made absolute. Below /proc, Node's recursive mkdir would never return. */
export const aFolder: Kind<string> = {
  expected: 'a folder outside /proc',
  parse: (written) => (resolve(written).startsWith('/proc/') ? undefined : resolve(written)),
};

/** The path of a file with a certificate or a key; made absolute, like every path. */
export const pemFile: Kind<string> = {
  expected: 'a readable file in PEM format',
  parse: (written) => {
    try {
      return readFileSync(written, 'utf8').includes('-----BEGIN ') ? resolve(written) : undefined;
    } catch {
      return undefined;
    }
  },
};

export const flag: Kind<boolean> = {
  expected: 'true or false',
  parse: (written) => ({ true: true, false: false })[written.toLowerCase()],
};

/** The switch of the GenAI conventions, which distinguishes places that are one here. */
export const contentSwitch: Kind<boolean> = {
  expected: 'true, false, no_content, span_only, event_only or span_and_event',
  parse: (written) => {
    if (isContentCaptured(written)) return true;
    return /^(?:false|no_content)$/i.test(written) ? false : undefined;
  },
};

const oneOf = <Option extends string>(options: readonly Option[], written: string): Option | undefined =>
  options.find((option) => option === written.toLowerCase());

export const choice = <const Option extends string>(...options: readonly Option[]): Kind<Option> => ({
  expected: options.length === 1 ? `"${options[0]}", the only value that is supported` : `one of ${options.join(', ')}`,
  parse: (written) => oneOf(options, written),
});

/** Any of the options; `none`, which stands alone, is the empty list. */
export const listOf = <const Option extends string>(...options: readonly Option[]): Kind<readonly Option[]> => ({
  expected: `a list of ${options.join(', ')}, or none`,
  parse: (written) => {
    if (written.toLowerCase() === 'none') return [];
    const chosen = new Set(commaSeparated(written).map((part) => oneOf(options, part)));
    return chosen.has(undefined) ? undefined : ([...chosen] as Option[]);
  },
});

/** Names as npm writes them: `http`, `socket.io`. */
export const names: Kind<readonly string[]> = {
  expected: 'a list of names such as http,pg',
  parse: (written) => {
    const listed = commaSeparated(written);
    return listed.every((name) => /^[\w.-]+$/.test(name)) ? listed : undefined;
  },
};

export const hosts: Kind<readonly string[]> = {
  expected: 'a list of host names such as api.example.org or *.example.org',
  parse: (written) => {
    const listed = commaSeparated(written.toLowerCase());
    return listed.every((name) => /^(\*\.)?[\w.:-]+$/.test(name)) ? listed : undefined;
  },
};

/** Values of headers that hold secrets are redacted, whoever asks for them. */
export const headerNames: Kind<readonly string[]> = {
  expected: 'a list of header names such as x-request-id',
  parse: (written) => {
    const listed = commaSeparated(written.toLowerCase());
    return listed.every((name) => headerName.test(name)) ? listed : undefined;
  },
};

export const pathPatterns: Kind<readonly string[]> = {
  expected: 'a list of paths with a * for each secret, such as /pair/*',
  parse: (written) => {
    const listed = commaSeparated(written);
    return listed.every((pattern) => /^\/[^?#\s]*\*[^?#\s]*$/.test(pattern)) ? listed : undefined;
  },
};

/** Percent-encoded, as baggage and resource attributes are written. */
export const pairs: Kind<Readonly<Record<string, string>>> = {
  expected: 'a list of percent-encoded name=value pairs',
  parse: parsePairs,
};

/** Pairs that can be sent as HTTP headers; their values are secrets. */
export const headers: Kind<Readonly<Record<string, string>>> = {
  expected: 'a list of percent-encoded name=value pairs that HTTP can send',
  parse: (written) => {
    const parsed = parsePairs(written);
    return Object.entries(parsed ?? {}).every(isHeader) ? parsed : undefined;
  },
  show: () => '(a value that is not shown)',
};

const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

const isHeader = ([name, value]: [string, string]): boolean =>
  headerName.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

function parsePairs(written: string): Record<string, string> | undefined {
  const listed = commaSeparated(written).map((pair) => /^([^=]+)=(.*)$/s.exec(pair));
  try {
    return Object.fromEntries(listed.map((match) => [decoded(match?.[1]), decoded(match?.[2])]));
  } catch {
    return undefined;
  }
}

function decoded(part: string | undefined): string {
  if (part === undefined) throw new TypeError('no pair');
  return decodeURIComponent(part.trim());
}

/** NATS subjects and patterns of them; `none` is the empty list. */
export const subjects: Kind<readonly string[]> = {
  expected: 'a list of NATS subjects such as audio.> or devices.{device}.state, or none',
  parse: (written) => {
    if (written.toLowerCase() === 'none') return [];
    const patterns = commaSeparated(written);
    return patterns.every((pattern) => /^[^\s.]+(\.[^\s.]+)*$/.test(pattern)) ? patterns : undefined;
  },
};

export const atLeast = (least: number, most = Number.MAX_SAFE_INTEGER): Kind<number> => ({
  expected: `a whole number of at least ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${most}`}`,
  parse: (written) => {
    const number = /^\d{1,16}$/.test(written) ? Number(written) : NaN;
    return number >= least && number <= most ? number : undefined;
  },
});

/** The longest time that a timer of Node can wait, 24 days. */
export const milliseconds = (least: number): Kind<number> => atLeast(least, 2 ** 31 - 1);

export const ratio: Kind<number> = {
  expected: 'a number from 0 to 1',
  parse: (written) => {
    const number = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i.test(written) ? Number(written) : NaN;
    return number >= 0 && number <= 1 ? number : undefined;
  },
};

export const port: Kind<number> = { ...atLeast(1, 65_535), expected: 'a port from 1 to 65535' };

/** Addresses may hold a user, a password or a key. */
export const anUrl: Kind<string> = {
  expected: 'an http or https address',
  parse: (written) => (/^https?:$/.test(URL.parse(written)?.protocol ?? '') ? written : undefined),
  show: (written) => JSON.stringify(redactUrl(written)),
};
