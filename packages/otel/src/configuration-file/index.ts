/** `OTEL_CONFIG_FILE`: the declarative configuration of OpenTelemetry. Loaded only where it is used. */
import { readFileSync } from 'node:fs';
import type { Attributes } from '@opentelemetry/api';
import { createConfigFactory, type ConfigurationModel, type ViewConfigModel } from '@opentelemetry/configuration';
import { parseDocument } from 'yaml';
import { reasonOf } from '../diagnostics.ts';
import { translateGeneral } from './general.ts';
import { translateLogs } from './logs.ts';
import { translateMetrics } from './metrics.ts';
import { attributesOf, translateResource } from './resource.ts';
import { translateTraces } from './traces.ts';
import { Translation } from './translation.ts';

/** What a file says. */
interface Content {
  /** Standard variables that say the same. */
  readonly variables: Readonly<Record<string, string>>;
  readonly resourceAttributes: Attributes;
  readonly views: readonly ViewConfigModel[];
  /** Places of what is valid and not done here. */
  readonly unsupported: readonly string[];
}

/**
 * Reads the file that `OTEL_CONFIG_FILE` names.
 * @throws if it cannot be used; the message says where and why, in one line.
 */
export function readConfigurationFile(path: string): Content {
  const model = parse(path);
  const to = new Translation();
  const { resource, tracer_provider, meter_provider, logger_provider } = model;
  translateGeneral(to, model);
  translateResource(to, resource);
  translateTraces(to, tracer_provider);
  translateMetrics(to, meter_provider);
  translateLogs(to, logger_provider);
  return {
    variables: to.variables,
    resourceAttributes: attributesOf(resource),
    views: meter_provider?.views ?? [],
    unsupported: to.unsupported,
  };
}

function parse(path: string): ConfigurationModel {
  // The factory reads on behind an error of syntax, and then complains of what is missing.
  const [syntaxError] = parseDocument(readFileSync(path, 'utf8')).errors;
  if (syntaxError !== undefined) throw new Error(firstLine(syntaxError.message));
  try {
    return createConfigFactory().getConfigModel();
  } catch (error) {
    // It names the file, then the places, a line each.
    throw new Error(firstLine(reasonOf(error).split(`${path}: `).at(-1) ?? ''), { cause: error });
  }
}

const firstLine = (message: string): string => message.trim().split('\n', 1)[0]?.replace(/[:.]$/, '') ?? '';
