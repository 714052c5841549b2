import { templates, wakeWord } from './commands.ts';
import { slots } from './slots.ts';

/** The household's commands as a JSGF grammar; the wake word in front is optional. */
export function commandGrammar(): string {
  const rules = Object.entries(slots).map(([name, words]) => `<${name}> = ${words.join(' | ')};`);
  const patterns = templates.map(({ pattern }) => pattern.replaceAll(/\{(\w+)\}/g, '<$1>'));
  return [
    '#JSGF V1.0;',
    'grammar household;',
    ...rules,
    `<command> = ${patterns.join('\n  | ')};`,
    `public <request> = [${wakeWord}] <command>;`,
    '',
  ].join('\n');
}

/** Every word that the grammar uses, once, but the wake word. */
export function grammarWords(): string[] {
  const texts = [
    ...templates.map(({ pattern }) => pattern.replaceAll(/\{\w+\}/g, ' ')),
    ...Object.values(slots).flat(),
  ];
  return [...new Set(texts.flatMap((text) => text.split(' ')))].filter((word) => word !== '').sort();
}
