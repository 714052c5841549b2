/** Who is speaking. */
import type { Attributes } from '@opentelemetry/api';
import { listOf, pairs, text } from './kinds.ts';
import { setting } from './setting.ts';

export const resourceSettings = {
  serviceName: setting(
    'OTEL_SERVICE_NAME',
    '',
    text,
    'Name of the service; else `service.name` of the resource attributes, else `name` of its package.json.',
  ),
  resourceAttributes: setting<Attributes>(
    'OTEL_RESOURCE_ATTRIBUTES',
    {},
    pairs,
    'Attributes of everything that is exported. They go before what is detected.',
  ),
  resourceDetectors: setting(
    'OTEL_NODE_RESOURCE_DETECTORS',
    ['env', 'host', 'process', 'container'],
    listOf('env', 'host', 'os', 'process', 'container', 'all'),
    'What is found out by itself: only what the machine knows, nothing that asks the network.',
  ),
} as const;
