/** Who is speaking: the resource that every span, metric and log record carries. */
import { hostname } from 'node:os';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { Config } from '../config.ts';
import { serviceNameOfProcess } from '../threads.ts';
import { detect } from './detectors.ts';
import { packageOf } from './package-json.ts';

/** The resource with its service name, which also names the spool's folder. */
export interface Identity {
  readonly resource: Resource;
  readonly serviceName: string;
}

/**
 * `service.name` by rank: `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `name` of the nearest package.json,
 * `unknown_service:node`. `service.instance.id` stays the same over restarts, so that a restart is a reset and not a
 * new series. Whatever the resource attributes state goes before what is found out.
 * @param entryFile the file that the process was started with.
 */
export function identify(config: Config, entryFile = process.argv[1]): Identity {
  const detectors = config.resourceDetectors;
  const stated = detectors.includes('env') || detectors.includes('all') ? config.resourceAttributes : {};
  const program = packageOf(entryFile);
  const serviceName =
    config.serviceName ||
    textOf(stated[ATTR_SERVICE_NAME]) ||
    serviceNameOfProcess() ||
    program?.name ||
    'unknown_service:node';
  const resource = defaultResource().merge(
    resourceFromAttributes({
      ...detect(detectors),
      [ATTR_SERVICE_INSTANCE_ID]: `${serviceName}@${hostname()}`,
      'container.name': serviceName,
      ...(program?.version ? { [ATTR_SERVICE_VERSION]: program.version } : {}),
      ...stated,
      [ATTR_SERVICE_NAME]: serviceName,
    }),
  );
  return { serviceName, resource };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
