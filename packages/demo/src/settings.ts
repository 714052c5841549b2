/** What a service of the house is started with, by environment. */
import { services, type ServiceName } from '@mordomo/semconv';

interface ServiceSettings {
  readonly name: ServiceName;
  readonly natsUrl: string;
  /** `speech`: real audio. `scripted`: the "audio" carries text, for machines without speech engines. */
  readonly engine: 'speech' | 'scripted';
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly port: number;
}

const { env } = process;

export const settings: ServiceSettings = {
  name: services.find((name) => name === env['OTEL_SERVICE_NAME']) ?? 'mordomo-core-api',
  natsUrl: env['NATS_URL'] ?? 'nats://127.0.0.1:4222',
  engine: env['MORDOMO_DEMO_ENGINE'] === 'scripted' ? 'scripted' : 'speech',
  dataDir: env['MORDOMO_DATA_DIR'] ?? '.',
  cacheDir: env['MORDOMO_CACHE_DIR'] ?? '.',
  port: Number(env['PORT'] ?? 0),
};
