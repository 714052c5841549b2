/** What must not leave the house unless somebody wants it to: what people said, what they were told, and who they are. */
import type { Scenario } from '../../packages/cli/src/scenarios/scenario.ts';
import { parseCommand, replyTo } from '../../packages/demo/src/home/commands.ts';
import { household } from '../../packages/demo/src/home/speakers.ts';

/** Of answers that the house does not make up by itself. */
const madeElsewhere = ['Once upon a time', 'too many traces', 'I do not know your voice'];

/** Every sentence of the scenarios and of the answers to them, and the names of the household. */
export function canariesOf(scenarios: readonly Scenario[]): readonly string[] {
  const said = scenarios
    .flatMap(({ people }) => people.flat())
    .flatMap((step) => ('say' in step && step.say ? [step.say] : []));
  const replies = said.flatMap((text) => {
    const command = parseCommand(text);
    return (command && replyTo(command, new Date()))?.split(/(?<=[.?]) /) ?? [];
  });
  return [...new Set([...said, ...replies, ...madeElsewhere, ...Object.values(household)])];
}

/** The canaries that are in a text, in whatever case, as words of their own. */
export const canariesIn = (text: string, canaries: readonly string[]): readonly string[] =>
  canaries.filter((canary) => new RegExp(`(?<!\\w)${canary.replaceAll(/[^\w ]/g, '\\$&')}(?!\\w)`, 'i').test(text));

/** Those that are long enough not to be found in compressed data by chance. */
export const longEnough = (canaries: readonly string[]): readonly string[] =>
  canaries.filter(({ length }) => length >= 5);
