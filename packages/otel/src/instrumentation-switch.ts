/** Which instrumentations are on, by the two standard lists. */
import { createRequire } from 'node:module';
import type { Config } from './config.ts';
import { sayOnce } from './diagnostics.ts';

/** They only make noise, unless somebody asks for them. */
export const noisy = ['router', 'fs', 'net', 'dns', 'host-metrics', 'runtime-node'] as const;
/** Those of this package; where a stock one has the same name, one switch is for both. */
const own = new Set(['express', 'fastify', 'pino', 'winston', 'nats']);

type Lists = Pick<Config, 'enabledInstrumentations' | 'disabledInstrumentations'>;

/** Tells by the end of its package name whether an instrumentation is on. */
export function instrumentationSwitch({ enabledInstrumentations, disabledInstrumentations }: Lists) {
  const off = new Set<string>(enabledInstrumentations.length === 0 ? noisy : []);
  const on = new Set(enabledInstrumentations);
  for (const name of disabledInstrumentations) off.add(name);
  return (name: string): boolean => !off.has(name) && (on.size === 0 || on.has(name));
}

/** One sentence for each listed name that nobody has. */
export function sayUnknown({ enabledInstrumentations, disabledInstrumentations }: Lists): void {
  const lists = { ENABLED: enabledInstrumentations, DISABLED: disabledInstrumentations };
  for (const [list, listed] of Object.entries(lists)) {
    for (const name of listed.filter((candidate) => !own.has(candidate) && !isStock(candidate))) {
      sayOnce(`OTEL_NODE_${list}_INSTRUMENTATIONS names "${name}", which is no instrumentation; it is ignored.`);
    }
  }
}

/** Asked of the bundle, so that no list of its parts has to be kept here. */
function isStock(name: string): boolean {
  try {
    const { resolve } = createRequire(import.meta.resolve('@opentelemetry/auto-instrumentations-node'));
    return resolve(`@opentelemetry/instrumentation-${name}`) !== '';
  } catch {
    return false;
  }
}
