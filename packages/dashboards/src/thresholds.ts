/** Where bad begins. Boards draw a line where an alert fires; the budgets of the voice are in the registry. */
import { collectorQueueFilling } from './rules/collector.ts';
import { highErrorRate, highLatency, llmHighLatency, sttHighLatency } from './rules/latency.ts';
import { highCardinality } from './rules/monitoring.ts';
import { highCpuUsage, highDiskUsage, highMemoryUsage } from './rules/resources.ts';

export const thresholds = {
  /** Mean of speech-to-text over five minutes. */
  sttLatencySeconds: sttHighLatency.threshold,
  /** Mean of the brain over five minutes. */
  llmLatencySeconds: llmHighLatency.threshold,
  /** Mean of requests to an API over five minutes. */
  apiLatencySeconds: highLatency.threshold,
  /** Share of requests, or of other work, that fails. */
  failedShare: highErrorRate.threshold,
  /** Of the machine, or of one core for a process. */
  cpuPercent: highCpuUsage.threshold,
  /** Share of the memory that may be used. */
  memoryShare: highMemoryUsage.threshold,
  /** Share of a disk that may be used. */
  diskShare: highDiskUsage.threshold,
  /** How full a queue of the collector may be. */
  queueShare: collectorQueueFilling.threshold,
  /** Series that Prometheus keeps in memory. */
  headSeries: highCardinality.threshold,

  // Nobody is called for these; the boards show them.
  /** Share of the turns that are answered. */
  answeredShare: 0.9,
  /** Share of the identifications that users confirmed, of those that they confirmed or corrected. */
  speakerAccuracy: 0.9,
  /** How late the event loop may be: beyond it a stall is counted. */
  loopDelaySeconds: 0.1,
  /** Share of the time in which the event loop may be busy. */
  loopUtilization: 0.8,
  /** From the wake word to the silence of a reply that is interrupted. */
  bargeInSeconds: 0.5,
} as const;
