/** What Node tells of itself, recorded by the stock instrumentation. Gauges cover the time since the last push. */
import { metric } from '../define.ts';
import * as labels from '../upstream-labels.ts';
import { advisedSeconds } from './buckets.ts';

export const eventLoopTime = metric({
  name: 'nodejs.eventloop.time',
  instrument: 'counter',
  unit: 's',
  brief: 'Time that the event loop has been in each state.',
  owner: 'every service',
  labels: [labels.eventLoopState],
});
export const eventLoopUtilization = metric({
  name: 'nodejs.eventloop.utilization',
  instrument: 'gauge',
  unit: '1',
  brief: 'Share of the time in which the event loop had something to do.',
  owner: 'every service',
  labels: [],
});
export const eventLoopDelayP50 = metric({
  name: 'nodejs.eventloop.delay.p50',
  instrument: 'gauge',
  unit: 's',
  brief: 'Median of the time that a timer of 20 ms takes: 0.02 is no delay.',
  owner: 'every service',
  labels: [],
});
export const eventLoopDelayP99 = metric({
  name: 'nodejs.eventloop.delay.p99',
  instrument: 'gauge',
  unit: 's',
  brief: '99th percentile of the same.',
  owner: 'every service',
  labels: [],
});
export const eventLoopDelayMax = metric({
  name: 'nodejs.eventloop.delay.max',
  instrument: 'gauge',
  unit: 's',
  brief: 'The longest of the same.',
  owner: 'every service',
  labels: [],
});
export const garbageCollection = metric({
  name: 'v8js.gc.duration',
  instrument: 'histogram',
  unit: 's',
  brief: 'Garbage collection began → it ended.',
  owner: 'every service',
  labels: [labels.collectionType],
  buckets: advisedSeconds,
});
export const heapUsed = metric({
  name: 'v8js.memory.heap.used',
  instrument: 'gauge',
  unit: 'By',
  brief: 'Memory of a part of the heap that is in use.',
  owner: 'every service',
  labels: [labels.heapSpace],
});
export const heapSize = metric({
  name: 'v8js.memory.heap.space.size',
  instrument: 'up-down-counter',
  unit: 'By',
  brief: 'Memory that a part of the heap takes.',
  owner: 'every service',
  labels: [labels.heapSpace],
});
