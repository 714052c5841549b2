/** The settings of this package: all tables of `settings/` together, resolved from the environment. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { exportSettings } from './settings/export.ts';
import { generalSettings } from './settings/general.ts';
import { logSettings } from './settings/logs.ts';
import { metricSettings } from './settings/metrics.ts';
import { privacySettings } from './settings/privacy.ts';
import type { Setting } from './settings/setting.ts';
import { spoolSettings } from './settings/spool.ts';
import { traceSettings } from './settings/traces.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The tables by the heading they have in `docs/configuration.md`. */
export const sections = {
  General: generalSettings,
  Export: exportSettings,
  Traces: traceSettings,
  Metrics: metricSettings,
  Logs: logSettings,
  Privacy: privacySettings,
  Spool: spoolSettings,
} as const;

/** Every setting by its key in `Config`. */
export const settings = {
  ...generalSettings,
  ...exportSettings,
  ...traceSettings,
  ...metricSettings,
  ...logSettings,
  ...privacySettings,
  ...spoolSettings,
} as const;

type Settings = typeof settings;

/** The resolved settings. */
export type Config = { readonly [Key in keyof Settings]: ReturnType<Settings[Key]['kind']['parse']> & {} };

/** Settings of an environment, with one sentence for each value that cannot be used. Pure. */
export function resolveConfig(environment: Environment): { config: Config; problems: string[] } {
  const problems: string[] = [];
  const resolved = Object.entries(settings).map(([key, entry]: [string, Setting<unknown>]) => {
    const written = environment[entry.name]?.trim();
    if (written === undefined || written === '') return [key, entry.default];
    const value = entry.kind.parse(written);
    if (value !== undefined) return [key, value];
    problems.push(
      `${entry.name}=${JSON.stringify(written)} is not ${entry.kind.expected}; ${JSON.stringify(entry.default)} is used.`,
    );
    return [key, entry.default];
  });
  const config = Object.fromEntries(resolved) as Config;
  return { config: Object.freeze({ ...config, spoolDir: config.spoolDir || defaultSpoolDir(environment) }), problems };
}

function defaultSpoolDir(environment: Environment): string {
  const state = environment['XDG_STATE_HOME'];
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(base, 'mordomo', 'spool');
}

/** The settings of this process. */
export const readConfig = (): { config: Config; problems: string[] } => resolveConfig(process.env);
