/** Where telemetry goes, for all signals or for each. */
import type { Signal } from '../otlp/signals.ts';
import { anUrl, choice, headers, milliseconds, pemFile } from './kinds.ts';
import { groupSetting, setting } from './setting.ts';

const prefix = 'OTEL_EXPORTER_OTLP_';

const eachSignal = (suffix: string): Record<Signal, string> => ({
  traces: `${prefix}TRACES_${suffix}`,
  metrics: `${prefix}METRICS_${suffix}`,
  logs: `${prefix}LOGS_${suffix}`,
});

const certificate = (suffix: string, doc: string) =>
  groupSetting(setting(`${prefix}${suffix}`, '', pemFile, doc), eachSignal(suffix));

export const exportSettings = {
  endpoint: groupSetting(
    setting(
      `${prefix}ENDPOINT`,
      'http://localhost:4318',
      anUrl,
      'Where telemetry is sent, by HTTP. `/v1/traces` and so on is appended, but not to the address of a single signal.',
    ),
    eachSignal('ENDPOINT'),
    { inherit: (base, signal) => `${base.replace(/\/$/, '')}/v1/${signal}` },
  ),
  protocol: groupSetting(
    setting(
      `${prefix}PROTOCOL`,
      'http/json',
      choice('http/json'),
      'How telemetry is encoded: as it lies in the spool.',
    ),
    eachSignal('PROTOCOL'),
  ),
  headers: groupSetting(
    setting(`${prefix}HEADERS`, {}, headers, 'Headers of the requests; those of a single signal are added to them.'),
    eachSignal('HEADERS'),
    { combine: (general, own) => ({ ...general, ...own }) },
  ),
  compression: groupSetting(
    setting(`${prefix}COMPRESSION`, 'none', choice('gzip', 'none'), 'Compression of the requests.'),
    eachSignal('COMPRESSION'),
  ),
  timeoutMs: groupSetting(
    setting(`${prefix}TIMEOUT`, 10_000, milliseconds(1), 'Longest wait for an answer, in milliseconds.'),
    eachSignal('TIMEOUT'),
  ),
  certificate: certificate('CERTIFICATE', 'Certificates that the receiver is verified with, instead of those of Node.'),
  clientKey: certificate('CLIENT_KEY', 'Private key of the client, for receivers that ask for one.'),
  clientCertificate: certificate('CLIENT_CERTIFICATE', 'Certificate that belongs to this key.'),
} as const;
