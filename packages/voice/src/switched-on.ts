import { context, createContextKey, createNoopMeter, metrics, ROOT_CONTEXT } from '@opentelemetry/api';

const probe = ROOT_CONTEXT.setValue(createContextKey('mordomo.voice.probe'), true);
const probeIsActive = (): boolean => context.active() === probe;
const noMeter = createNoopMeter();

let isOn = false;

/**
 * Whether anybody listens: an SDK has registered its context manager, or at least its meters. It may do so after this
 * module was loaded, but it is never taken away again; asking costs less than making a span that goes nowhere.
 */
export const telemetryIsOn = (): boolean =>
  (isOn ||= context.with(probe, probeIsActive) || metrics.getMeter('@mordomo/voice') !== noMeter);
