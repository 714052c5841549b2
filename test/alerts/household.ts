/** What three people say to the house over a day, each in a room of their own. */
import type { HeardTurn, House, SpokenRequest } from '@mordomo/stack';
import { setTimeout as sleep } from 'node:timers/promises';

interface Person {
  readonly device: string;
  readonly voice: string;
  readonly says: readonly string[];
}

const people: readonly Person[] = [
  {
    device: 'kitchen',
    voice: 'slt',
    says: [
      'turn on the kitchen lights',
      'what is the weather like today',
      'set a timer for ten minutes',
      'play some jazz',
      'how much time is left on the timer',
      'tell me a joke',
      'turn down the volume',
      'turn off the kitchen lights',
    ],
  },
  {
    device: 'bedroom',
    voice: 'rms',
    says: [
      'what time is it',
      'open the bedroom blinds',
      'do the same in the office',
      'set the bedroom temperature to twenty degrees',
      'tell me a story about the ocean',
      '', // the wake word, and then nothing
      'wake me up at seven in the morning',
    ],
  },
  {
    device: 'office',
    voice: 'awb',
    says: [
      'turn on the office lights',
      'what day is it today',
      'what is the temperature in the office',
      'dim the office lights to thirty percent',
      'tell me a story about the moon',
      'stop the music',
    ],
  },
];

/** So many times in a row one is not heard, and gives up. */
const patience = 4;

/**
 * Lives in the house until `signal` is aborted.
 * @param pauseMs how long each is silent after a reply
 * @returns the turns @throws StackError when the house cannot be spoken to
 */
export async function live(house: House, signal: AbortSignal, pauseMs: number): Promise<HeardTurn[]> {
  const lateMs = (index: number) => (pauseMs / people.length) * index; // they do not all speak at once
  const turns = await Promise.all(
    people.map(async (person, index) => {
      await pause(lateMs(index), signal);
      return follow(house, person, signal, pauseMs);
    }),
  );
  return turns.flat();
}

async function follow(house: House, { device, voice, says }: Person, signal: AbortSignal, pauseMs: number) {
  const turns: HeardTurn[] = [];
  let unheard = 0;
  for (let spoken = 0; !signal.aborted; spoken += 1) {
    const request: SpokenRequest = { device, voice, say: says[spoken % says.length] ?? '' };
    try {
      turns.push(await house.speak(request));
      unheard = 0;
    } catch (error) {
      unheard += 1; // now and then a wake word is not heard, and people go on
      if (unheard === patience) throw error;
    }
    await pause(pauseMs, signal);
  }
  return turns;
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined); // nobody waits for the end of a pause
