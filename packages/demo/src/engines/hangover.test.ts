import { expect, test } from 'vitest';
import { Hangover } from './hangover.ts';

/** `.` is a frame of silence, `x` one of speech. */
function borders(hangover: Hangover, track: string) {
  return track
    .split('')
    .map((frame) => hangover.next(frame === 'x'))
    .filter((border) => border !== undefined);
}

test('a click is no speech, and speech begins at its first frame', () => {
  expect(borders(new Hangover(100), '..xx...xxx')).toEqual([{ kind: 'speech_start', atMs: 140 }]);
});

test('a pause shorter than the hangover does not end speech; the end is where the silence began', () => {
  expect(borders(new Hangover(100), 'xxxx....xxx......')).toEqual([
    { kind: 'speech_start', atMs: 0 },
    { kind: 'speech_end', atMs: 220, decidedMs: 320 },
  ]);
});

test('after a reset nothing is remembered', () => {
  const hangover = new Hangover(100);
  borders(hangover, 'xxxx');
  hangover.reset();
  expect(borders(hangover, '.xxx')).toEqual([{ kind: 'speech_start', atMs: 20 }]);
});
