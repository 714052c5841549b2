/** One setting: its environment variable, what that may hold, and what holds without it. */
import type { Kind } from './kinds.ts';

export interface Setting<Value> {
  readonly name: string;
  readonly default: Value;
  readonly kind: Kind<Value>;
  readonly doc: string;
}

/** A setting that some members of a group (the signals) can have for themselves, by a variable of their own. */
export interface GroupSetting<Value, Member extends string> extends Setting<Value> {
  readonly members: Readonly<Record<Member, string>>;
  /** What a member without a value of its own takes from the value of all. */
  readonly inherit: (general: Value, member: Member) => Value;
  /** What a member's own value becomes beside the value of all. */
  readonly combine: (general: Value, own: Value) => Value;
}

export const setting = <Value>(name: string, fallback: Value, kind: Kind<Value>, doc: string): Setting<Value> => ({
  name,
  default: fallback,
  kind,
  doc,
});

/** A setting for each member; without `how`, a member's own value replaces the value of all. */
export const groupSetting = <Value, Member extends string>(
  general: Setting<Value>,
  members: Readonly<Record<Member, string>>,
  how: Partial<Pick<GroupSetting<Value, Member>, 'inherit' | 'combine'>> = {},
): GroupSetting<Value, Member> => ({
  ...general,
  members,
  inherit: how.inherit ?? ((value) => value),
  combine: how.combine ?? ((_general, own) => own),
});

/** The value of a setting, or of each member of a group. */
export type ValueOf<S> =
  S extends GroupSetting<infer Value, infer Member>
    ? Readonly<Record<Member, Value>>
    : S extends Setting<infer Value>
      ? Value
      : never;
