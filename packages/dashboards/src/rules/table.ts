/** All alerts, by the file that they are in. */
import type { AlertGroup } from './alert.ts';
import * as collector from './collector.ts';
import * as down from './down.ts';
import * as latency from './latency.ts';
import * as monitoring from './monitoring.ts';
import * as resources from './resources.ts';
import * as voice from './voice.ts';

export const alertGroups: readonly AlertGroup[] = [
  {
    name: 'sistema',
    intervalSeconds: 30,
    testStepSeconds: 15,
    alerts: [
      latency.sttHighLatency,
      latency.llmHighLatency,
      down.llmDown,
      resources.highMemoryUsage,
      resources.hostHighMemoryUsage,
      resources.highCpuUsage,
      resources.hostHighCpuUsage,
      resources.highDiskUsage,
    ],
  },
  { name: 'down', testStepSeconds: 15, alerts: [down.containerDown, down.hostDown, down.natsDown, down.backendDown] },
  { name: 'api', testStepSeconds: 15, alerts: [latency.highErrorRate, latency.highLatency] },
  {
    name: 'voice',
    intervalSeconds: 60,
    testStepSeconds: 60,
    alerts: [voice.slowTurnsFast, voice.failedTurnsFast],
  },
  {
    name: 'voice-slow',
    intervalSeconds: 60,
    testStepSeconds: 600,
    alerts: [voice.slowTurnsSlow, voice.failedTurnsSlow],
  },
  {
    name: 'pipeline',
    testStepSeconds: 15,
    alerts: [
      collector.collectorRefusing,
      collector.collectorFailing,
      collector.collectorQueueFilling,
      collector.spoolFilling,
      collector.telemetryDropped,
      collector.exemplarsMissing,
      monitoring.highCardinality,
      monitoring.rulesFailing,
      monitoring.notificationsFailing,
      monitoring.noAlertmanager,
      monitoring.watchdog,
    ],
  },
];
