/** Which libraries are traced. */
import { names } from './kinds.ts';
import { setting } from './setting.ts';

export const instrumentationSettings = {
  enabledInstrumentations: setting<readonly string[]>(
    'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    [],
    names,
    'Only these, by the end of their package names: `http,express,fastify`. All but the noisy ones if it is not set.',
  ),
  disabledInstrumentations: setting<readonly string[]>(
    'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    [],
    names,
    'Not these; goes before the list above.',
  ),
} as const;
