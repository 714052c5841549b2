/**
 * What a configuration file says, as the standard variables that say the same: so both are checked, defaulted and used by
 * the same code. What no variable can say, and what this package does not do, is told in one sentence each.
 */
export class Translation {
  readonly variables: Record<string, string> = {};
  readonly unsupported: string[] = [];

  /** States a variable, unless the file leaves the value open. The first statement stays. */
  set(name: string, value: string | number | boolean | null | undefined): void {
    if (value !== undefined && value !== null) this.variables[name] ??= String(value);
  }

  /** Adds entries to a variable that is a list. */
  add(name: string, entries: readonly string[]): void {
    const before = this.variables[name];
    this.variables[name] = [...(before === undefined ? [] : [before]), ...entries].join(',');
  }

  /** @param rest what is left of the object at `path` once everything that is known was taken from it. */
  reject(path: string, rest: object): void {
    for (const [key, value] of Object.entries(rest)) {
      if (value !== undefined && value !== null) this.unsupported.push(`${path}.${key}`);
    }
  }
}

/** The one key of an object such as `sampler`, with what it holds; the schema sees to it that there is one. */
export function chosen(choice: object): [string, object] {
  const [key = '', value] = Object.entries(choice)[0] ?? [];
  return [key, Object(value ?? {})];
}
