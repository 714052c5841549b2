import { Command } from 'commander';
import { expect, test } from 'vitest';
import { delayOption, portOffsetOption } from './options.ts';

const parse = (...args: readonly string[]) =>
  new Command()
    .addOption(delayOption())
    .addOption(portOffsetOption())
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parse(args, { from: 'user' })
    .opts<{ delay?: string; portOffset: number }>();

test.each(['sst=5', 'stt', 'stt=-1', 'stt=1.5', 'stt=5;tts=5', 'listen=5', ''])(
  'a delay of %j is refused with what it must look like',
  (delay) => {
    expect(() => parse('--delay', delay)).toThrow(/must look like stt=300,brain=200.*stt, speaker, brain, tts/);
  },
);

test.each(['x', '1.5', '10 000', ''])('a port offset of %j is refused', (offset) => {
  expect(() => parse('--port-offset', offset)).toThrow(/must be a whole number/);
});
