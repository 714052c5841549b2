/** Options that several commands share, each described once. */
import { defaultDataDir } from '@mordomo/stack';
import type { Stage } from '@mordomo/semconv';
import { InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

const wholeNumber = (text: string): number => {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError(`It must be a whole number, not "${text}".`);
  return Number(text);
};

export const dataOption = (): Option =>
  new Option('--data <dir>', 'folder that holds everything').argParser((dir) => resolve(dir)).default(defaultDataDir());
export const portOffsetOption = (): Option =>
  new Option('--port-offset <n>', 'added to every port, so that several stacks run side by side')
    .argParser(wholeNumber)
    .default(0);
export const jsonFileOption = (): Option =>
  new Option('--json <file>', 'write the turn as data').argParser((file) => resolve(file));
export const engineOption = (): Option =>
  new Option('--engine <kind>', 'speech: real audio; scripted: text stands in for it')
    .choices(['speech', 'scripted'])
    .default('speech');

/** The stages in which a service of the house does work; the others last as long as somebody speaks. */
const slowable: readonly Stage[] = ['stt', 'speaker', 'brain', 'tts'];
const delays = new RegExp(String.raw`^(${slowable.join('|')})=\d{1,5}$`);

export const delayOption = (): Option =>
  new Option('--delay <stage=ms,…>', 'make stages slower').argParser((text) => {
    if (text.split(',').every((pair) => delays.test(pair))) return text;
    throw new InvalidArgumentError(`It must look like stt=300,brain=200, with stages out of ${slowable.join(', ')}.`);
  });
