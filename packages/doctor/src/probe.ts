/**
 * Loaded into the service before its own code. Once telemetry is on there, it sends one span, one metric and one log
 * line of that service's, and writes down what it sent.
 */
import { logEvents, metrics as metricNames, spans } from '@mordomo/semconv';
import { telemetry, type TelemetryStatus } from '@mordomo/otel/api';
import { logs, metrics, SeverityNumber, trace, TraceFlags } from '@opentelemetry/api';
import { destinationsOf } from './destinations.ts';
import { reportFolderVariable, writeReport, type SentProbe } from './probe-report.ts';

type RunningTelemetry = Extract<TelemetryStatus, { state: 'on' | 'stopped' }>;

const pollMs = 50;
/** A collector that hangs is found by asking it directly. */
const flushWithinMs = 2000;
const folder = process.env[reportFolderVariable];
const report = { pid: process.pid, entry: process.argv[1] ?? process.execPath };

if (folder !== undefined) {
  writeReport(folder, report);
  const poll = setInterval(() => {
    const status = telemetry.status();
    if (status.state !== 'on') return;
    clearInterval(poll);
    void send(status).then((sent) => writeReport(folder, { ...report, sent }));
  }, pollMs);
  // A service that ends by itself shall end as it does without us.
  poll.unref();
}

async function send({ service, destinations, advice }: RunningTelemetry): Promise<SentProbe> {
  const atMs = Date.now();
  const { name } = spans.doctorProbe;
  const scope = '@mordomo/doctor';
  const { traceId, traceFlags } = trace.getTracer(scope).startActiveSpan(name, { root: true }, (span) => {
    const { unit, brief: description } = metricNames.doctorProbe;
    metrics
      .getMeter(scope)
      .createGauge(metricNames.doctorProbe.name, { unit, description })
      .record(atMs / 1000);
    const { name: eventName, body } = logEvents.doctorProbe;
    logs.getLogger(scope).emit({ eventName, body, severityNumber: SeverityNumber.INFO, severityText: 'info' });
    span.end();
    return span.spanContext();
  });
  await telemetry.flush(flushWithinMs);
  return {
    service,
    traceId,
    isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
    atMs,
    destinations: destinationsOf(destinations, process.env),
    isForwarded: process.env['MORDOMO_SPOOL_MODE']?.trim().toLowerCase() !== 'keep',
    advice,
  };
}
