/** Options that several commands share, each described once. */
import { defaultDataDir } from '@mordomo/stack';
import { stages } from '@mordomo/semconv';
import { InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError(`It must be a whole number, not "${text}".`);
  return value;
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

const delays = new RegExp(String.raw`^(${stages.join('|')})=\d+$`);

export const delayOption = (): Option =>
  new Option('--delay <stage=ms,…>', 'make stages slower').argParser((text) => {
    if (text.split(',').every((pair) => delays.test(pair))) return text;
    throw new InvalidArgumentError(`It must look like stt=300,brain=200, with stages out of ${stages.join(', ')}.`);
  });
