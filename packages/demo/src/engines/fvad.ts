import createFvad from '@echogarden/fvad-wasm';
import { frameSamples, sampleRateHz } from '../audio/pcm.ts';
import type { VoiceActivityEngine } from './engine.ts';
import { Hangover, defaultHangoverMs } from './hangover.ts';

/** The strictest of the detector's four modes: least noise taken for speech. */
const mode = 3;

/** WebRTC's voice activity detector, with debounce and hangover. */
export async function openFvad(hangoverMs: number = defaultHangoverMs): Promise<VoiceActivityEngine> {
  const wasm = await createFvad();
  const { _malloc: allocate, _free: free, _fvad_new: create, _fvad_free: destroy, _fvad_process: isSpeech } = wasm;
  const { _fvad_reset: clear, _fvad_set_sample_rate: setSampleRate, _fvad_set_mode: setMode } = wasm;
  const detector = create();
  const buffer = allocate(frameSamples * Int16Array.BYTES_PER_ELEMENT);
  const hangover = new Hangover(hangoverMs);
  const reset = (): void => {
    clear(detector);
    // Clearing forgets these two as well.
    setSampleRate(detector, sampleRateHz);
    setMode(detector, mode);
    hangover.reset();
  };
  reset();
  return {
    name: 'fvad',
    feed(frame) {
      if (frame.length !== frameSamples)
        throw new RangeError(`A frame has ${frameSamples} samples, not ${frame.length}`);
      wasm.HEAP16.set(frame, buffer / Int16Array.BYTES_PER_ELEMENT);
      return hangover.next(isSpeech(detector, buffer, frameSamples) === 1);
    },
    reset,
    close() {
      free(buffer);
      destroy(detector);
    },
  };
}
