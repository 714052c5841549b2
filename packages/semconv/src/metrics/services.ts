/** Metrics of the services themselves, whatever they do in a turn. */
import { metric } from '../define.ts';
import * as labels from '../labels.ts';
import { reactionSeconds } from './buckets.ts';

export const activeConversations = metric({
  name: 'active_conversations',
  instrument: 'up-down-counter',
  unit: '{conversation}',
  brief: 'Conversations that are open now: a turn is under way, or the next one would continue it.',
  owner: 'mordomo-core-api',
  labels: [],
});
export const eventsPublished = metric({
  name: 'events_published',
  instrument: 'counter',
  unit: '{event}',
  brief: 'Messages published on NATS: events and requests, but not replies.',
  owner: 'every service',
  labels: [labels.subject],
});
export const eventLoopStall = metric({
  name: 'voice.event_loop.stall',
  instrument: 'histogram',
  unit: 's',
  brief: 'Times in which the service could do nothing else because its own code kept the event loop for over 100 ms.',
  owner: 'every service',
  labels: [],
  buckets: reactionSeconds,
});
export const memoryUsage = metric({
  name: 'memory_usage',
  instrument: 'gauge',
  unit: 'By',
  brief: 'Memory of the process that is in RAM (its resident set).',
  owner: 'every service',
  labels: [],
});
export const cpuUsage = metric({
  name: 'cpu_usage',
  instrument: 'gauge',
  unit: '%',
  brief: 'CPU time that the process took since the collection before, as a share of one core: 200 is two cores.',
  owner: 'every service',
  labels: [],
});
export const memoryLimit = metric({
  name: 'memory_limit',
  instrument: 'gauge',
  unit: 'By',
  brief: 'Memory that the process may take: the limit of its container, or all that the machine has.',
  owner: 'every service',
  labels: [],
});
export const cpuTime = metric({
  name: 'process.cpu.time',
  instrument: 'counter',
  unit: 's',
  brief: 'CPU time that the process took since it began.',
  owner: 'every service',
  labels: [],
});
export const telemetryItems = metric({
  name: 'mordomo.telemetry.items',
  instrument: 'counter',
  unit: '{item}',
  brief:
    'Spans, log records and metric points that reached the spool, were acknowledged by the collector, or were dropped.',
  owner: 'every service',
  labels: [labels.signal, labels.fate, labels.reason],
});
export const doctorProbe = metric({
  name: 'mordomo.doctor.probe',
  instrument: 'gauge',
  unit: 's',
  brief: 'When `mordomo doctor` sent its newest probe from this service, in seconds since the epoch.',
  owner: 'every service',
  labels: [],
});
