import { StackError } from './errors.ts';

/** Every port of the stack and of the voice services, once. All are on 127.0.0.1. */
export const PORTS = {
  otlp: 4318,
  collectorHealth: 13134,
  collectorMetrics: 8888,
  jaeger: 16686,
  jaegerOtlp: 14318,
  jaegerGrpc: 16685,
  jaegerHealth: 13133,
  jaegerMetrics: 14269,
  prometheus: 9090,
  alertmanager: 9093,
  loki: 3100,
  lokiGrpc: 9096,
  nats: 4222,
  natsMonitor: 8222,
  natsExporter: 7777,
  grafana: 3000,
  turns: 4400,
  wakeWordMetrics: 9464,
  whisperAsrMetrics: 9465,
  speakerIdMetrics: 9466,
  ttsEngineMetrics: 9467,
  audioPlayerMetrics: 9468,
  brain: 8080,
  coreApi: 3001,
  languageModel: 11435,
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/**
 * Moves every port by the same distance, so that several stacks run side by side.
 * @throws StackError when a port would leave the range 1…65535
 */
export function withOffset(offset: number): Ports {
  const entries = Object.entries(PORTS).map(([name, port]) => [name, port + offset] as const);
  if (!Number.isInteger(offset) || entries.some(([, port]) => port < 1 || port > 65_535)) {
    const range = `${1 - Math.min(...Object.values(PORTS))} and ${65_535 - Math.max(...Object.values(PORTS))}`;
    throw new StackError(`The port offset ${offset} cannot be used; give a whole number between ${range}.`);
  }
  // Object.fromEntries forgets the keys' names; they are those of PORTS.
  return Object.fromEntries(entries) as Record<PortName, number>;
}

/** Where the parts of a stack answer. */
export interface Endpoints {
  /** OTLP over HTTP: what `OTEL_EXPORTER_OTLP_ENDPOINT` takes. */
  otlp: string;
  jaeger: string;
  prometheus: string;
  alertmanager: string;
  loki: string;
  nats: string;
  /** The pages of the turns, for a browser: `/turns`, `/turn/<trace id>`. */
  turns: string;
  /** Present with Docker only: there is no native Grafana. */
  grafana?: string;
}

export function endpointsAt(ports: Ports): Endpoints {
  return {
    otlp: `http://127.0.0.1:${ports.otlp}`,
    jaeger: `http://127.0.0.1:${ports.jaeger}`,
    prometheus: `http://127.0.0.1:${ports.prometheus}`,
    alertmanager: `http://127.0.0.1:${ports.alertmanager}`,
    loki: `http://127.0.0.1:${ports.loki}`,
    nats: `nats://127.0.0.1:${ports.nats}`,
    turns: `http://127.0.0.1:${ports.turns}`,
  };
}
