/** Every setting of this package, in one table. The only file that reads the environment; the OTLP endpoint, headers,
 *  compression and timeout are read by the stock exporters themselves. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { anUrl, aPath, atLeast, choice, flag, hosts, listOf, port, text, type Kind } from './setting-kinds.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Setting<Value> {
  readonly name: string;
  readonly default: Value;
  readonly kind: Kind<Value>;
  readonly doc: string;
}

const setting = <Value>(name: string, fallback: Value, kind: Kind<Value>, doc: string): Setting<Value> => ({
  name,
  default: fallback,
  kind,
  doc,
});

const exporter = choice('otlp', 'none');

/** Own settings and the `OTEL_*` variables that this package interprets itself. */
export const settings = {
  disabled: setting('OTEL_SDK_DISABLED', false, flag, 'Turns everything off.'),
  serviceName: setting('OTEL_SERVICE_NAME', '', text, 'Name of the service; else `name` of its package.json.'),
  traces: setting('OTEL_TRACES_EXPORTER', 'otlp', exporter, 'Whether spans are exported.'),
  metrics: setting('OTEL_METRICS_EXPORTER', 'otlp', exporter, 'Whether metrics are exported and served.'),
  logs: setting('OTEL_LOGS_EXPORTER', 'otlp', exporter, 'Whether log records are exported.'),
  protocol: setting('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json', choice('http/json'), 'How telemetry is encoded.'),
  endpoint: setting('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318', anUrl, 'Where telemetry is sent.'),
  propagators: setting(
    'OTEL_PROPAGATORS',
    ['tracecontext'],
    listOf('tracecontext', 'baggage', 'none'),
    'What travels to other services in headers.',
  ),
  propagateTo: setting(
    'MORDOMO_PROPAGATE_TO',
    [],
    hosts,
    'Hosts, besides loopback and private names, that trace context is sent to: `api.example.org`, `*.example.org`.',
  ),
  spanDelayMs: setting('OTEL_BSP_SCHEDULE_DELAY', 1000, atLeast(1), 'Longest wait of a span before it is spooled.'),
  logDelayMs: setting('OTEL_BLRP_SCHEDULE_DELAY', 1000, atLeast(1), 'Longest wait of a log record, likewise.'),
  metricIntervalMs: setting('OTEL_METRIC_EXPORT_INTERVAL', 15_000, atLeast(100), 'Time between metric pushes.'),
  metricsServer: setting(
    'MORDOMO_METRICS_SERVER',
    'own',
    choice('own', 'none'),
    '`none` for a service that answers `/metrics` on its own server, with `metricsHandler`.',
  ),
  metricsHost: setting('OTEL_EXPORTER_PROMETHEUS_HOST', '127.0.0.1', text, 'Address of the own `/metrics` server.'),
  metricsPort: setting('OTEL_EXPORTER_PROMETHEUS_PORT', 9464, port, 'Its port; the next free one if it is busy.'),
  spoolDir: setting('MORDOMO_SPOOL_DIR', '', aPath, 'Folder of the spools; default `$XDG_STATE_HOME/mordomo/spool`.'),
  spoolMode: setting(
    'MORDOMO_SPOOL_MODE',
    'forward',
    choice('forward', 'keep'),
    '`forward`: spool, send, delete once acknowledged. `keep`: spool only.',
  ),
  spoolMaxBytes: setting('MORDOMO_SPOOL_MAX_BYTES', 64 * 1024 * 1024, atLeast(4096), 'Most bytes a spool may take.'),
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
