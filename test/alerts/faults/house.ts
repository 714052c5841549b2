/** What goes wrong in the demo house, while people speak to it. */
import { holdPart, releasePart, type House, type HouseFaults } from '@mordomo/stack';
import type { Fault } from '../fault.ts';
import { live } from '../household.ts';

const healthy: HouseFaults = {};

/** People speak without a pause until it is mended. */
async function whileSpeaking(house: House, faults: HouseFaults): Promise<() => Promise<void>> {
  await house.setFaults(faults);
  const end = new AbortController();
  const speaking = live(house, end.signal, 0);
  speaking.catch(() => {}); // awaited when it is mended
  return async () => {
    end.abort();
    await speaking;
    await house.setFaults(healthy);
  };
}

export const slowStages = (house: House): Fault => ({
  what: 'speech-to-text takes 1.6 s longer, the brain 2.6 s, in every turn',
  alerts: {
    STT_HighLatency: { container: 'whisper-asr' },
    LLM_HighLatency: { container: 'mordomo-brain' },
    VoiceBudgetBurningFast: { budget: 'response' },
    VoiceBudgetBurningSlowly: { budget: 'response' },
  },
  seed: () => whileSpeaking(house, { delays: { stt: 1600, brain: 2600 } }),
});

export const brainDown = (house: House): Fault => ({
  what: '`mordomo-brain` is ended, and people go on asking',
  alerts: {
    ContainerDown: { container: 'mordomo-brain' },
    LLM_Down: { job: 'mordomo-brain' },
    VoiceTurnsFailingFast: {},
    VoiceTurnsFailingSlowly: {},
  },
  seed: () => whileSpeaking(house, { down: ['mordomo-brain'], patienceMs: 1500 }),
});

export const natsDown = (dataDir: string): Fault => ({
  what: 'NATS is killed and kept down',
  alerts: { NatsDown: { job: 'nats' } },
  async seed() {
    await holdPart(dataDir, 'nats');
    return () => releasePart(dataDir, 'nats');
  },
});

/** @param open opens the house again */
export const hostDown = (house: House, host: string, open: () => Promise<House>): Fault => ({
  what: 'all services of the machine end at once',
  alerts: { HostDown: { host } },
  async seed() {
    await house.stop();
    return async () => void (await open());
  },
});
