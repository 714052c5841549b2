/** The settings of this package: all tables of `settings/` together, resolved from the environment. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { ViewConfigModel } from '@opentelemetry/configuration';
import { attributeLimitSettings } from './settings/attribute-limits.ts';
import { exportSettings } from './settings/export.ts';
import { generalSettings } from './settings/general.ts';
import { instrumentationSettings } from './settings/instrumentations.ts';
import { logSettings } from './settings/logs.ts';
import { metricSettings } from './settings/metrics.ts';
import { natsSettings } from './settings/nats.ts';
import { privacySettings } from './settings/privacy.ts';
import { Resolver, type Environment } from './settings/resolve.ts';
import { resourceSettings } from './settings/resource.ts';
import type { GroupSetting, Setting, ValueOf } from './settings/setting.ts';
import { spoolSettings } from './settings/spool.ts';
import { traceSettings } from './settings/traces.ts';
import { settingsWithoutEffect } from './settings/without-effect.ts';

/** The tables by the heading they have in `docs/configuration.md`. */
export const sections = {
  General: generalSettings,
  Resource: resourceSettings,
  Export: exportSettings,
  Traces: traceSettings,
  Metrics: metricSettings,
  Logs: logSettings,
  'Attributes of spans and log records': attributeLimitSettings,
  Instrumentations: instrumentationSettings,
  NATS: natsSettings,
  Privacy: privacySettings,
  Spool: spoolSettings,
} as const;

/** Every setting by its key in `Config`. */
export const settings = {
  ...generalSettings,
  ...resourceSettings,
  ...exportSettings,
  ...traceSettings,
  ...metricSettings,
  ...logSettings,
  ...attributeLimitSettings,
  ...instrumentationSettings,
  ...natsSettings,
  ...privacySettings,
  ...spoolSettings,
} as const;

type Settings = typeof settings;

/** The resolved settings. */
export type Config = { readonly [Key in keyof Settings]: ValueOf<Settings[Key]> } & {
  /** Only a configuration file can have them. */
  readonly views: readonly ViewConfigModel[];
};

/** Settings of an environment, with one sentence for each value that cannot be used. */
export function resolveConfig(environment: Environment): { config: Config; problems: string[] } {
  const resolver = new Resolver(environment);
  const entries = Object.entries(settings).map(
    ([key, entry]: [string, Setting<unknown> | GroupSetting<unknown, string>]) => [
      key,
      'members' in entry ? resolver.group(entry) : resolver.single(entry),
    ],
  );
  for (const entry of settingsWithoutEffect) resolver.single(entry);
  const config = { ...Object.fromEntries(entries), views: [] } as unknown as Config;
  const spoolDir = config.spoolDir || defaultSpoolDir(environment);
  return { config: Object.freeze({ ...config, spoolDir }), problems: resolver.problems };
}

function defaultSpoolDir(environment: Environment): string {
  const state = environment['XDG_STATE_HOME'];
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(base, 'mordomo', 'spool');
}
