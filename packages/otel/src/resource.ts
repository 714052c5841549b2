/** Who is speaking: the resource that every span, metric and log record carries. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import {
  defaultResource,
  detectResources,
  envDetector,
  hostDetector,
  processDetector,
  resourceFromAttributes,
  type Resource,
  type ResourceDetector,
} from '@opentelemetry/resources';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { Config } from './config.ts';

/** Command lines may hold secrets, and the owner is a person: neither says anything about a request. */
const personal = new Set(['process.command', 'process.command_args', 'process.owner']);

const processWithoutPersons: ResourceDetector = {
  detect: () => {
    const { attributes = {} } = processDetector.detect();
    return { attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => !personal.has(key))) };
  },
};

/** The resource with its service name, which also names the spool's folder. */
export interface Identity {
  readonly resource: Resource;
  readonly serviceName: string;
}

/**
 * `service.name` by rank: `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `name` of the nearest package.json,
 * `unknown_service:node`. `service.instance.id` stays the same over restarts, so that a restart is a reset and not a
 * new series. Only what the machine itself knows: no detector that asks the network.
 */
export function identify(config: Config): Identity {
  const detected = detectResources({ detectors: [hostDetector, processWithoutPersons, envDetector] });
  const stated = envDetector.detect().attributes ?? {};
  const serviceName =
    config.serviceName || textOf(stated[ATTR_SERVICE_NAME]) || packageName(process.argv[1]) || 'unknown_service:node';
  const instance = textOf(stated[ATTR_SERVICE_INSTANCE_ID]) || `${serviceName}@${hostname()}`;
  const own = resourceFromAttributes({ [ATTR_SERVICE_NAME]: serviceName, [ATTR_SERVICE_INSTANCE_ID]: instance });
  return { serviceName, resource: defaultResource().merge(detected).merge(own) };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function packageName(entryFile: string | undefined): string {
  if (entryFile === undefined) return '';
  for (let folder = dirname(entryFile); ; folder = dirname(folder)) {
    const name = nameIn(join(folder, 'package.json'));
    if (name !== '' || folder === dirname(folder)) return name;
  }
}

function nameIn(file: string): string {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return textOf(Reflect.get(Object(content), 'name'));
  } catch {
    return '';
  }
}
