/** Which traces are recorded: the standard samplers by their standard names. */
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';

const parentBased = 'parentbased_';

const roots: Readonly<Record<string, (ratio: number) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
};

/** The sampler of the settings. */
export function createSampler({ sampler, samplerRatio }: Pick<Config, 'sampler' | 'samplerRatio'>): Sampler {
  const root = roots[sampler.replace(parentBased, '')]?.(samplerRatio) ?? new AlwaysOnSampler();
  return sampler.startsWith(parentBased) ? new ParentBasedSampler({ root }) : root;
}
