/** Metrics of the registry that neither a board nor an alert asks for, and why. A test holds this list complete. */
import { metrics, type MetricDefinition } from '@mordomo/semconv';

export const unshown: ReadonlyMap<MetricDefinition, string> = new Map<MetricDefinition, string>([
  [metrics.doctorProbe, '`mordomo doctor` alone asks for it'],
  [metrics.eventLoopTime, 'the utilisation of the event loop says the same as a share'],
  [metrics.eventLoopDelayP50, 'its p99 is what users notice'],
  [metrics.eventLoopDelayMax, 'its p99 is what users notice'],
  [metrics.heapSize, 'what is used of it grows first'],
  [metrics.messagingOperationDuration, 'the house asks for few acknowledgements; the time for a message is on Service'],
]);
