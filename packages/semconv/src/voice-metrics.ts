/** The metrics that turns feed, of those in metrics.ts. */
export * from './metrics/brain.ts';
export * from './metrics/speech.ts';
export * from './metrics/turn.ts';
