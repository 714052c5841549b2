/** The meters of this process: the SDK's, behind what we do with every value and every observation. */
import { metrics, type MeterProvider } from '@opentelemetry/api';
import type { Config } from '../config.ts';
import type { Recording } from './recording.ts';
import { steady } from './steady.ts';

/** Scopes that observe the time since they were last asked. */
const observingSince = ['@opentelemetry/instrumentation-runtime-node', '@mordomo/otel'];

/** Puts the recording in front of the provider that the SDK has registered, and gives the result. */
export function provideMeters(recording: Recording, { metricIntervalMs }: Config): MeterProvider {
  // A little less than the interval, since collections are never exactly on time.
  const provider = steady(recording.on(metrics.getMeterProvider()), 0.9 * metricIntervalMs, observingSince);
  metrics.disable();
  metrics.setGlobalMeterProvider(provider);
  return provider;
}
