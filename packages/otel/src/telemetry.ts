/** What `@mordomo/otel/api` offers as `telemetry`, for a bootstrap that was started. */
import { ATTR_SERVICE_INSTANCE_ID } from '@opentelemetry/semantic-conventions';
import type { Telemetry, TelemetryStatus } from './api/telemetry.ts';
import type { Config } from './config.ts';
import { adviceOnApiCopies, apiCopies } from './api-copies.ts';
import { advice, coverage } from './coverage.ts';
import { reasonOf, sayOnce } from './diagnostics.ts';
import type { Library } from './libraries/installed-library.ts';
import type { Ledger } from './ledger.ts';
import type { Ending } from './ending.ts';
import type { Signal } from './otlp/signals.ts';
import { redactUrl } from './privacy/urls.ts';
import type { Identity } from './resource/resource.ts';
import type { Spool } from './spool/spool.ts';

const defaultTimeoutMs = 5000;

/** The parts of a bootstrap that can be asked. */
export interface Parts {
  readonly identity: Identity;
  readonly ledger: Ledger;
  readonly spool: Spool;
  readonly ending: Ending;
  readonly config: Config;
  /** Ends everything that records and listens. */
  readonly stop: () => Promise<unknown>;
}

export function createTelemetry({ identity, ledger, spool, ending, config, stop }: Parts): Telemetry {
  let isStopped = false;
  const flush = async (timeoutMs = defaultTimeoutMs): Promise<void> => {
    ending.spool();
    await ending.deliver(timeoutMs);
  };
  return {
    flush,
    shutdown: async (timeoutMs) => {
      if (isStopped) return;
      isStopped = true;
      await flush(timeoutMs);
      await stop().catch((error: unknown) => sayOnce(`Telemetry did not stop cleanly: ${reasonOf(error)}.`));
      ending.end();
    },
    status: (): TelemetryStatus => {
      const libraries = coverage();
      return {
        state: isStopped ? 'stopped' : 'on',
        service: identity.serviceName,
        instance: String(identity.resource.attributes[ATTR_SERVICE_INSTANCE_ID]),
        destinations: destinationsOf(config),
        spool: spool.folder,
        items: ledger.totals(),
        covered: libraries.covered.map(nameOf).sort((left, right) => left.localeCompare(right)),
        advice: [...advice(libraries), ...adviceOnApiCopies(apiCopies())],
      };
    },
  };
}

const signals = ['traces', 'metrics', 'logs'] as const;

function destinationsOf({ spoolMode, endpoint, ...exporters }: Config): Partial<Record<Signal, string>> {
  if (spoolMode === 'keep') return {};
  const sent = signals.filter((signal) => exporters[signal].some((name) => name === 'otlp'));
  return Object.fromEntries(sent.map((signal) => [signal, redactUrl(endpoint[signal])]));
}

const nameOf = ({ name, version }: Library): string => (version === undefined ? name : `${name} ${version}`);
