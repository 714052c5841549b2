/** Whether telemetry is on, and what this package says about itself. */
import { aPath, choice, flag } from './kinds.ts';
import { setting } from './setting.ts';

const logLevels = ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'] as const;

export type LogLevel = (typeof logLevels)[number];

export const generalSettings = {
  disabled: setting('OTEL_SDK_DISABLED', false, flag, 'Turns everything off.'),
  configFile: setting(
    'OTEL_CONFIG_FILE',
    '',
    aPath,
    'A declarative configuration of OpenTelemetry. Beside it no other `OTEL_*` variable counts, but `OTEL_NODE_*` and `OTEL_INSTRUMENTATION_*`.',
  ),
  logLevel: setting<LogLevel | undefined>(
    'OTEL_LOG_LEVEL',
    undefined,
    choice(...logLevels),
    'From which level on something is said on stderr; if it is not set `info`, with NODE_ENV=production `warn`. Only once it is set, the OpenTelemetry packages speak too.',
  ),
} as const;
