/** Which services the house has and what each is started with. */
import type { ServiceName } from '@mordomo/semconv';
import { withOffset, type HouseOptions, type PortName } from '@mordomo/stack';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface ServicePort {
  readonly name: ServiceName;
  /** Where its `/metrics` is: on a port of its own, or on that of the app. */
  readonly port: PortName;
  readonly metrics: 'own server' | 'app server';
}

const servicePorts: readonly ServicePort[] = [
  { name: 'wake-word', port: 'wakeWordMetrics', metrics: 'own server' },
  { name: 'whisper-asr', port: 'whisperAsrMetrics', metrics: 'own server' },
  { name: 'speaker-id', port: 'speakerIdMetrics', metrics: 'own server' },
  { name: 'tts-engine', port: 'ttsEngineMetrics', metrics: 'own server' },
  { name: 'audio-player', port: 'audioPlayerMetrics', metrics: 'own server' },
  { name: 'mordomo-core-api', port: 'coreApi', metrics: 'app server' },
  { name: 'mordomo-brain', port: 'brain', metrics: 'app server' },
];

export interface ServiceProcess {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly metrics: string;
  readonly instance: string;
}

/** The processes of the house. @param llmUrl where the language model answers */
export function houseServices(options: HouseOptions, llmUrl: string): ServiceProcess[] {
  const ports = withOffset(options.portOffset);
  const shared = {
    NATS_URL: `nats://127.0.0.1:${ports.nats}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.otlp}`,
    OTEL_METRIC_EXPORT_INTERVAL: '5000', // a visitor shall not wait 15 s for the first numbers
    MORDOMO_SPOOL_DIR: join(options.dataDir, 'spool'),
    MORDOMO_SPOOL_MODE: options.spoolMode,
    MORDOMO_DATA_DIR: options.dataDir,
    MORDOMO_CACHE_DIR: options.cacheDir,
    MORDOMO_DEMO_ENGINE: options.engine,
    MORDOMO_DEMO_DELAYS: options.delays,
    MORDOMO_CORE_API_URL: `http://127.0.0.1:${ports.coreApi}`,
    MORDOMO_LLM_URL: llmUrl,
  };
  return servicePorts.map(({ name, port, metrics }) => ({
    name,
    entry: fileURLToPath(new URL(`../services/${name}.ts`, import.meta.url)),
    metrics: `127.0.0.1:${ports[port]}`,
    instance: `${name}@${hostname()}`,
    env: {
      ...shared,
      OTEL_SERVICE_NAME: name,
      ...(metrics === 'own server'
        ? { OTEL_EXPORTER_PROMETHEUS_PORT: String(ports[port]) }
        : { PORT: String(ports[port]), MORDOMO_METRICS_SERVER: 'none' }),
    },
  }));
}
