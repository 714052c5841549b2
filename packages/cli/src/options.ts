/** Options that several commands share, each described once. */
import { defaultDataDir } from '@mordomo/stack';
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
