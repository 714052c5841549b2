/** How a record reaches the collector: by the stock exporters' own transport, with our retries instead of theirs. */
import { readFileSync } from 'node:fs';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  OTLPExporterError,
  type CompressionAlgorithm,
  type IExporterTransport,
} from '@opentelemetry/otlp-exporter-base';
import { httpAgentFactoryFromOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import type { Config } from '../config.ts';
import type { Encoded } from '../otlp/encode.ts';
import type { Signal } from '../otlp/signals.ts';

/** What the collector said to a record. */
type Answer =
  | { readonly kind: 'accepted'; /** Items that it refused, of those it was sent. */ readonly rejected: number }
  /** It will not take this record, however often it is asked. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Not now: nobody there, overloaded, or set up wrongly. */
  | { readonly kind: 'later'; readonly why: string };

/** Sends one record. */
export interface Sender {
  readonly send: (record: Encoded) => Promise<Answer>;
  /** Where a signal goes, for messages. */
  readonly addressOf: (signal: Signal) => string;
}

const exporters = { traces: OTLPTraceExporter, metrics: OTLPMetricExporter, logs: OTLPLogExporter } as const;

/** A request that is refused with one of these is bad itself; with any other status the set-up is, and it is kept. */
const badRequest = new Set([400, 413, 415, 422]);

const agents = new WeakSet<object>();

/** Whether an outgoing request is one of ours, which must not be traced. */
export const isOwnRequest = (agent: unknown): boolean =>
  typeof agent === 'object' && agent !== null && agents.has(agent);

type Target = Pick<
  Config,
  'endpoint' | 'headers' | 'compression' | 'timeoutMs' | 'certificate' | 'clientKey' | 'clientCertificate'
>;

/** A sender to the endpoint of each signal. */
export function createSender(target: Target): Sender {
  const transports: Partial<Record<Signal, IExporterTransport>> = {};
  return {
    addressOf: (signal) => new URL(target.endpoint[signal]).origin,
    send: async ({ signal, body }) => {
      try {
        transports[signal] ??= transportOf(signal, target);
        return answerOf(await transports[signal].send(Buffer.from(body), target.timeoutMs[signal]));
      } catch (error) {
        return { kind: 'later', why: String(error) };
      }
    },
  };
}

type Response = Awaited<ReturnType<IExporterTransport['send']>>;

function answerOf(response: Response): Answer {
  if (response.status === 'success') return { kind: 'accepted', rejected: rejectedItems(response.data) };
  const error = response.error;
  const code = error instanceof OTLPExporterError ? error.code : undefined;
  const why = code === undefined ? (textOf(error) ?? 'it is overloaded') : `it answered ${code}`;
  if (code !== undefined && badRequest.has(code)) return { kind: 'refused', why };
  return { kind: 'later', why };
}

const textOf = (error: Error | undefined): string | undefined =>
  error === undefined ? undefined : String(Reflect.get(error, 'code') ?? error.message);

function rejectedItems(data: Uint8Array | undefined): number {
  if (data === undefined || data.length === 0) return 0;
  try {
    const { partialSuccess = {} } = JSON.parse(Buffer.from(data).toString()) as { partialSuccess?: object };
    const [, rejected = 0] = Object.entries(partialSuccess).find(([key]) => key.startsWith('rejected')) ?? [];
    return Number(rejected) || 0;
  } catch {
    return 0;
  }
}

function transportOf(signal: Signal, target: Target): IExporterTransport {
  const createAgent = httpAgentFactoryFromOptions({
    keepAlive: true,
    ...pem('ca', target.certificate[signal]),
    ...pem('key', target.clientKey[signal]),
    ...pem('cert', target.clientCertificate[signal]),
  });
  const exporter = new exporters[signal]({
    url: target.endpoint[signal],
    compression: target.compression[signal] as CompressionAlgorithm,
    httpAgentOptions: async (protocol) => holdingNothingOpen(await createAgent(protocol)),
  });
  return withHeaders(withoutRetries(exporter), { ...target.headers[signal], 'content-type': 'application/json' });
}

const pem = (option: 'ca' | 'key' | 'cert', file: string): object =>
  file === '' ? {} : { [option]: readFileSync(file) };

/** The exporters add the headers of the environment, even where a configuration file, which rules alone, has none. */
function withHeaders(transport: IExporterTransport, headers: Record<string, string>): IExporterTransport {
  Object.assign(Object(Reflect.get(transport, '_parameters')), { headers: async () => ({ ...headers }) });
  return transport;
}

/**
 * The exporters wrap their transport in retries of their own, which give up after 9 s and keep the process alive as long.
 * No option turns them off, so the transport below is taken out; versions are pinned, and a test watches over the shape.
 */
function withoutRetries(exporter: object): IExporterTransport {
  const retrying: unknown = Reflect.get(Object(Reflect.get(exporter, '_delegate')), '_transport');
  const transport: unknown = Reflect.get(Object(retrying), '_transport');
  return (transport ?? retrying) as IExporterTransport;
}

/** An agent whose connections do not keep the process alive. */
function holdingNothingOpen<Agent extends HttpAgent | HttpsAgent>(agent: Agent): Agent {
  const connect: HttpAgent['createConnection'] = agent.createConnection.bind(agent);
  const reuse = agent.reuseSocket.bind(agent);
  agent.createConnection = ((options, callback) => {
    const stream = connect(options, callback);
    (stream as Socket | undefined)?.unref();
    return stream;
  }) satisfies HttpAgent['createConnection'];
  agent.reuseSocket = (socket, request) => {
    reuse(socket, request);
    (socket as Socket).unref();
  };
  agents.add(agent);
  return agent;
}
