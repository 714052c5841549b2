/** The settings of this process: from the environment, or from the file that `OTEL_CONFIG_FILE` names. */
import { createRequire } from 'node:module';
import { resolveConfig, type Config } from './config.ts';
import { reasonOf } from './diagnostics.ts';
import type { Environment } from './settings/resolve.ts';

interface Resolved {
  readonly config: Config;
  /** One sentence for each thing that cannot be used. */
  readonly problems: readonly string[];
}

/**
 * Reads the settings. Beside a configuration file the standard variables do not count, but for what no file can say. A file
 * that cannot be used is ignored as a whole.
 */
export function readConfig(environment: Environment = process.env): Resolved {
  const file = environment['OTEL_CONFIG_FILE']?.trim();
  if (file === undefined || file === '') return resolveConfig(environment);
  try {
    return readFrom(file, environment);
  } catch (error) {
    const { config, problems } = resolveConfig(environment);
    const problem = `OTEL_CONFIG_FILE=${JSON.stringify(file)} cannot be used (${reasonOf(error)}); the other variables are used instead.`;
    return { config, problems: [problem, ...problems] };
  }
}

function readFrom(file: string, environment: Environment): Resolved {
  // Required only here: the library behind it is large.
  const require = createRequire(import.meta.url);
  const { readConfigurationFile } = require('#configuration-file') as typeof import('./configuration-file/index.ts');
  const { variables, unsupported, ...values } = readConfigurationFile(file);
  const besides = Object.fromEntries(Object.entries(environment).filter(([name]) => isBesides(name)));
  const { config, problems } = resolveConfig({ ...besides, ...variables });
  const ignored = unsupported.map(
    (place) => `OTEL_CONFIG_FILE=${JSON.stringify(file)}: "${place}" is not supported; it is ignored.`,
  );
  return { config: Object.freeze({ ...config, ...values }), problems: [...ignored, ...problems] };
}

/** Own settings, and what OpenTelemetry's file format has no place for. */
const isBesides = (name: string): boolean => !name.startsWith('OTEL_') || /^OTEL_(?:NODE|INSTRUMENTATION)_/.test(name);
