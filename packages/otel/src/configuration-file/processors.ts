/** Processors of spans and log records: how they wait, and where they go. */
import type { BatchSpanProcessorConfigModel } from '@opentelemetry/configuration';
import { translateExporter } from './exporters.ts';
import { chosen, type Translation } from './translation.ts';

const prefixes = { traces: 'OTEL_BSP', logs: 'OTEL_BLRP' } as const;

/** @param path of the list, such as `tracer_provider.processors`. */
export function translateProcessors(
  to: Translation,
  signal: 'traces' | 'logs',
  path: string,
  processors: readonly object[],
): void {
  for (const [index, processor] of processors.entries()) {
    const [kind, options] = chosen(processor);
    const place = `${path}[${index}].${kind}`;
    if (kind === 'batch' || kind === 'simple') translateProcessor(to, signal, place, options);
    else to.reject(`${path}[${index}]`, { [kind]: options });
  }
  // Where every exporter was refused, nothing is exported.
  to.set(`OTEL_${signal.toUpperCase()}_EXPORTER`, 'none');
}

function translateProcessor(to: Translation, signal: 'traces' | 'logs', path: string, options: object): void {
  const { exporter, schedule_delay, export_timeout, max_queue_size, max_export_batch_size, ...rest } =
    options as BatchSpanProcessorConfigModel;
  to.set(`${prefixes[signal]}_SCHEDULE_DELAY`, schedule_delay);
  to.set(`${prefixes[signal]}_EXPORT_TIMEOUT`, export_timeout);
  to.set(`${prefixes[signal]}_MAX_QUEUE_SIZE`, max_queue_size);
  to.set(`${prefixes[signal]}_MAX_EXPORT_BATCH_SIZE`, max_export_batch_size);
  translateExporter(to, signal, `${path}.exporter`, exporter);
  to.reject(path, rest);
}
