/** The package has no types of its own; this is the part of it that `fvad.ts` uses. */
declare module '@echogarden/fvad-wasm' {
  /** Addresses are byte offsets into the module's memory. */
  export interface Fvad {
    readonly HEAP16: Int16Array;
    readonly _malloc: (bytes: number) => number;
    readonly _free: (address: number) => void;
    readonly _fvad_new: () => number;
    readonly _fvad_free: (detector: number) => void;
    readonly _fvad_reset: (detector: number) => void;
    readonly _fvad_set_mode: (detector: number, mode: number) => number;
    readonly _fvad_set_sample_rate: (detector: number, rateHz: number) => number;
    /** 1 speech, 0 none, -1 wrong frame length. */
    readonly _fvad_process: (detector: number, frame: number, samples: number) => number;
  }

  export default function createFvad(): Promise<Fvad>;
}
