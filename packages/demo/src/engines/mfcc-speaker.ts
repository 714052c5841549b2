import { coefficientCount, mfcc } from '../audio/mfcc.ts';
import type { SpeakerEngine, SpeakerIdentification, SpeakerProfile } from './engine.ts';

/** Beyond this distance a voice is nobody's. Utterances of one voice lie well below it, different voices above. */
const knownDistance = 0.48;
/** How fast confidence falls off around that distance. */
const distanceSpread = 0.08;

/**
 * Tells voices apart by the mean and spread of their cepstra: enough for a handful of clear voices, not for doors.
 * `profiles` are those kept from before.
 */
export function openMfccSpeaker(profiles: readonly SpeakerProfile[] = []): SpeakerEngine {
  const known = new Map(profiles.map((profile) => [profile.name, profile]));
  return {
    name: 'mfcc',
    enroll(name, pcm) {
      const profile = { name, features: featuresOf(pcm) };
      known.set(name, profile);
      return profile;
    },
    identify(pcm) {
      return identify(featuresOf(pcm), [...known.values()]);
    },
  };
}

function identify(features: readonly number[], profiles: readonly SpeakerProfile[]): SpeakerIdentification {
  let nearest: { name: string; away: number } | undefined;
  for (const profile of profiles) {
    const away = distance(features, profile.features);
    if (nearest === undefined || away < nearest.away) nearest = { name: profile.name, away };
  }
  if (nearest === undefined) return { name: undefined, confidence: 0 };
  const confidence = 1 / (1 + Math.exp((nearest.away - knownDistance) / distanceSpread));
  return { name: confidence >= 0.5 ? nearest.name : undefined, confidence };
}

/** The mean of each coefficient, then its standard deviation. Silence has features that resemble nobody's. */
function featuresOf(pcm: Int16Array): number[] {
  const windows = mfcc(pcm);
  const mean = (of: (window: Float64Array) => number): number => {
    return windows.reduce((sum, window) => sum + of(window), 0) / Math.max(windows.length, 1);
  };
  const means = Array.from({ length: coefficientCount }, (_, index) => mean((window) => window[index] ?? 0));
  const spreads = means.map((average, index) => Math.sqrt(mean((window) => ((window[index] ?? 0) - average) ** 2)));
  return [...means, ...spreads];
}

/** Root mean square difference of the means, in units of the coefficients' own spread. */
function distance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < coefficientCount; index++) {
    const spread = ((a[coefficientCount + index] ?? 0) + (b[coefficientCount + index] ?? 0)) / 2;
    sum += (((a[index] ?? 0) - (b[index] ?? 0)) / Math.max(spread, 1e-6)) ** 2;
  }
  return Math.sqrt(sum / coefficientCount);
}
