/** From text to values: every value that cannot be used is one sentence, and something stated is used instead. */
import type { GroupSetting, Setting } from './setting.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export class Resolver {
  readonly #environment: Environment;
  readonly problems: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The value of one setting. */
  single<Value>(setting: Setting<Value>): Value {
    return this.#read(setting.name, setting, fallbackText(setting.default)) ?? setting.default;
  }

  /** The value of each member of a group. */
  group<Value, Member extends string>(setting: GroupSetting<Value, Member>): Record<Member, Value> {
    const general = this.single(setting);
    const members = Object.entries<string>(setting.members).map(([member, name]) => {
      const own = this.#read(name, setting, `that of ${setting.name} is used`);
      const value = own === undefined ? setting.inherit(general, member as Member) : setting.combine(general, own);
      return [member, value];
    });
    return Object.fromEntries(members) as Record<Member, Value>;
  }

  #read<Value>(name: string, { kind }: Setting<Value>, fallback: string): Value | undefined {
    const written = this.#environment[name]?.trim();
    if (written === undefined || written === '') return undefined;
    const value = kind.parse(written);
    const shown = kind.show?.(written) ?? JSON.stringify(written);
    if (value === undefined) this.problems.push(`${name}=${shown} is not ${kind.expected}; ${fallback}.`);
    return value;
  }
}

function fallbackText(value: unknown): string {
  const isEmpty =
    value === undefined || value === '' || (typeof value === 'object' && Object.keys(Object(value)).length === 0);
  if (isEmpty) return 'it is ignored';
  return value === Infinity
    ? 'no limit is used'
    : `${JSON.stringify(Array.isArray(value) ? value.join(',') : value)} is used`;
}
