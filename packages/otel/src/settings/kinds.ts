/** How the value of a setting is read from text, and how to say what was expected. */
import { resolve } from 'node:path';

/** `parse` gives nothing for a text that cannot be used. */
export interface Kind<Value> {
  readonly expected: string;
  readonly parse: (written: string) => Value | undefined;
}

const commaSeparated = (written: string): string[] =>
  written
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const text: Kind<string> = { expected: 'a text', parse: (written) => written };

/** A path, made absolute: the service may change its working directory later. */
export const aPath: Kind<string> = { expected: 'a path', parse: (written) => resolve(written) };

export const flag: Kind<boolean> = {
  expected: 'true or false',
  parse: (written) => ({ true: true, false: false })[written.toLowerCase()],
};

export const choice = <const Option extends string>(...options: readonly Option[]): Kind<Option> => ({
  expected: options.length === 1 ? `"${options[0]}", the only value that is supported` : `one of ${options.join(', ')}`,
  parse: (written) => options.find((option) => option === written),
});

export const listOf = <const Option extends string>(...options: readonly Option[]): Kind<readonly Option[]> => ({
  expected: `a list of ${options.join(', ')}`,
  parse: (written) => {
    const chosen = commaSeparated(written).map((part) => options.find((option) => option === part));
    return chosen.every((option) => option !== undefined) ? chosen : undefined;
  },
});

export const hosts: Kind<readonly string[]> = {
  expected: 'a list of host names such as api.example.org or *.example.org',
  parse: (written) => {
    const names = commaSeparated(written.toLowerCase());
    return names.every((name) => /^(\*\.)?[\w.:-]+$/.test(name)) ? names : undefined;
  },
};

export const atLeast = (least: number): Kind<number> => ({
  expected: `a whole number of at least ${least}`,
  parse: (written) => (/^\d{1,15}$/.test(written) && Number(written) >= least ? Number(written) : undefined),
});

export const port: Kind<number> = {
  expected: 'a port from 1 to 65535',
  parse: (written) => (/^\d{1,5}$/.test(written) && inPortRange(Number(written)) ? Number(written) : undefined),
};

const inPortRange = (number: number): boolean => number >= 1 && number <= 65_535;

export const anUrl: Kind<string> = {
  expected: 'an http or https address',
  parse: (written) => (/^https?:$/.test(URL.parse(written)?.protocol ?? '') ? written : undefined),
};
