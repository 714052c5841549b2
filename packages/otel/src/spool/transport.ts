/** How a record reaches the collector: by the stock exporters' own transport, with our retries instead of theirs. */
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPExporterError, type IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';
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
  /** Where telemetry goes, for messages. */
  readonly address: string;
}

const exporters = { traces: OTLPTraceExporter, metrics: OTLPMetricExporter, logs: OTLPLogExporter } as const;

/** A request that is refused with one of these is bad itself; with any other status the set-up is, and it is kept. */
const badRequest = new Set([400, 413, 415, 422]);

const agents = new WeakSet<object>();

/** Whether an outgoing request is one of ours, which must not be traced. */
export const isOwnRequest = (agent: unknown): boolean =>
  typeof agent === 'object' && agent !== null && agents.has(agent);

/** A sender with endpoint, headers, compression, timeout and certificates from `OTEL_EXPORTER_OTLP_*`. */
export function createSender(): Sender {
  const stock = convertLegacyHttpOptions({}, 'TRACES', 'v1/traces', {});
  const transports: Partial<Record<Signal, IExporterTransport>> = {};
  return {
    address: new URL(stock.url).origin,
    send: async ({ signal, body }) => {
      transports[signal] ??= transportOf(signal);
      try {
        return answerOf(await transports[signal].send(Buffer.from(body), stock.timeoutMillis));
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

function transportOf(signal: Signal): IExporterTransport {
  const stock = convertLegacyHttpOptions({}, signal.toUpperCase(), `v1/${signal}`, {});
  const exporter = new exporters[signal]({
    httpAgentOptions: async (protocol) => holdingNothingOpen(await stock.agentFactory(protocol)),
  });
  return withoutRetries(exporter);
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
