import { collector } from './collector.ts';
import { jaeger } from './jaeger.ts';
import { loki } from './loki.ts';
import { nats } from './nats.ts';
import { prometheus } from './prometheus.ts';
import type { PartDefinition, PartName } from './types.ts';

export const PARTS: Readonly<Record<PartName, PartDefinition>> = { nats, prometheus, jaeger, loki, collector };

/** Start order: each group begins when the one before is healthy. The collector comes last, it feeds the others. */
export const START_GROUPS: readonly (readonly PartName[])[] = [['nats', 'prometheus', 'jaeger', 'loki'], ['collector']];
