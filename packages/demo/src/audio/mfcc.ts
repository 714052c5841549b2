import { sampleRateHz } from './pcm.ts';

const fftSize = 512;
const windowSamples = 400;
const hopSamples = 160;
const filterCount = 26;
export const coefficientCount = 18;

const hamming = Float64Array.from({ length: windowSamples }, (_, index) => {
  return 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (windowSamples - 1));
});
const filters = melFilters();

/**
 * Mel-frequency cepstral coefficients 1 to 18 of each 25 ms window, every 10 ms, of the windows that hold speech:
 * those within 30 dB of the loudest. Coefficient 0, the loudness, is left out.
 */
export function mfcc(pcm: Int16Array): Float64Array[] {
  const windows: { energy: number; cepstrum: Float64Array }[] = [];
  for (let start = 0; start + windowSamples <= pcm.length; start += hopSamples) {
    const power = powerSpectrum(pcm, start);
    windows.push({ energy: power.reduce((sum, value) => sum + value, 0), cepstrum: cepstrum(power) });
  }
  const loudest = windows.reduce((most, { energy }) => Math.max(most, energy), 0);
  return windows.filter(({ energy }) => energy > loudest / 1000).map((window) => window.cepstrum);
}

function powerSpectrum(pcm: Int16Array, start: number): Float64Array {
  const real = new Float64Array(fftSize);
  const imaginary = new Float64Array(fftSize);
  for (let index = 0; index < windowSamples; index++) {
    const at = start + index;
    // Pre-emphasis lifts the high frequencies, which are weak in speech but tell voices apart.
    real[index] = ((pcm[at] ?? 0) - 0.97 * (pcm[at - 1] ?? 0)) * (hamming[index] ?? 0);
  }
  fft(real, imaginary);
  return Float64Array.from({ length: fftSize / 2 + 1 }, (_, bin) => (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2);
}

function cepstrum(power: Float64Array): Float64Array {
  const logEnergies = filters.map(({ firstBin, weights }) => {
    return Math.log(weights.reduce((sum, weight, index) => sum + weight * (power[firstBin + index] ?? 0), 1));
  });
  return Float64Array.from({ length: coefficientCount }, (_, index) => {
    return logEnergies.reduce((sum, energy, filter) => {
      return sum + energy * Math.cos((Math.PI * (index + 1) * (filter + 0.5)) / filterCount);
    }, 0);
  });
}

/** Overlapping triangles, evenly spaced on the mel scale between 80 Hz and 7600 Hz. */
function melFilters(): { firstBin: number; weights: number[] }[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const bin = (value: number): number => ((10 ** (value / 2595) - 1) * 700 * fftSize) / sampleRateHz;
  const [low, high] = [mel(80), mel(7600)];
  const edge = (index: number): number => bin(low + ((high - low) * index) / (filterCount + 1));
  return Array.from({ length: filterCount }, (_, index) => {
    const [left, peak, right] = [edge(index), edge(index + 1), edge(index + 2)];
    const firstBin = Math.ceil(left);
    const weights = Array.from({ length: Math.floor(right) - firstBin + 1 }, (_unused, offset) => {
      const at = firstBin + offset;
      return at <= peak ? (at - left) / (peak - left) : (right - at) / (right - peak);
    });
    return { firstBin, weights };
  });
}

/** In place, radix 2. */
function fft(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, mirrored = 0; index < size; index++) {
    let bit = size >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (index < mirrored) swap(real, imaginary, index, mirrored);
  }
  for (let length = 2; length <= size; length *= 2) {
    for (let offset = 0; offset < length / 2; offset++) {
      const angle = (-2 * Math.PI * offset) / length;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let even = offset; even < size; even += length) {
        const odd = even + length / 2;
        const [oddReal, oddImaginary] = [real[odd] ?? 0, imaginary[odd] ?? 0];
        const turnedReal = oddReal * cosine - oddImaginary * sine;
        const turnedImaginary = oddReal * sine + oddImaginary * cosine;
        real[odd] = (real[even] ?? 0) - turnedReal;
        imaginary[odd] = (imaginary[even] ?? 0) - turnedImaginary;
        real[even] = (real[even] ?? 0) + turnedReal;
        imaginary[even] = (imaginary[even] ?? 0) + turnedImaginary;
      }
    }
  }
}

function swap(real: Float64Array, imaginary: Float64Array, a: number, b: number): void {
  for (const values of [real, imaginary]) [values[a], values[b]] = [values[b] ?? 0, values[a] ?? 0];
}
