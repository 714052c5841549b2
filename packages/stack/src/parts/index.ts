import { alertmanager } from './alertmanager.ts';
import { collector } from './collector.ts';
import { jaeger } from './jaeger.ts';
import { loki } from './loki.ts';
import { nats } from './nats.ts';
import { natsExporter } from './nats-exporter.ts';
import { prometheus } from './prometheus.ts';
import { turns } from './turns.ts';
import type { BinaryPart, PartDefinition, PartName } from './types.ts';

export const PARTS = {
  nats,
  'nats-exporter': natsExporter,
  prometheus,
  alertmanager,
  jaeger,
  loki,
  collector,
  turns,
} as const satisfies Record<PartName, PartDefinition>;

/** Those that have to be obtained; the rest comes with this package. */
export const BINARY_PARTS: readonly BinaryPart[] = [
  nats,
  natsExporter,
  prometheus,
  alertmanager,
  jaeger,
  loki,
  collector,
];

/** Start order: each group begins when the one before is healthy. The collector comes last, it feeds the others; NATS's exporter looks for NATS once. */
export const START_GROUPS: readonly (readonly PartName[])[] = [
  ['nats', 'prometheus', 'alertmanager', 'jaeger', 'loki', 'turns'],
  ['collector', 'nats-exporter'],
];
