/** How the rules spell what the registry and the backends call their metrics. */
import { metrics, prometheusName } from '@mordomo/semconv';

export const sttLatency = prometheusName(metrics.sttLatency);
export const llmLatency = prometheusName(metrics.llmLatency);
export const apiRequests = prometheusName(metrics.apiRequests);
export const apiLatency = prometheusName(metrics.apiLatency);
export const turnVerdicts = prometheusName(metrics.verdicts);
export const turns = prometheusName(metrics.turns);
export const budgetsBroken = prometheusName(metrics.budgetsBroken);
export const responseLatency = prometheusName(metrics.responseLatency);
export const memoryUsage = prometheusName(metrics.memoryUsage);
export const telemetryItems = prometheusName(metrics.telemetryItems);
