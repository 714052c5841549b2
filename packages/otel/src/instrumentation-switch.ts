/** Which instrumentations are on, by the two standard lists. */
import type { Config } from './config.ts';
import { sayOnce } from './diagnostics.ts';
import { instrumentationNames } from './instrumentation-names.ts';

/** They only make noise, unless somebody asks for them. */
const noisy = ['router', 'fs', 'net', 'dns', 'host-metrics'] as const;

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
    for (const name of listed.filter((candidate) => !instrumentationNames.has(candidate))) {
      sayOnce(`OTEL_NODE_${list}_INSTRUMENTATIONS names "${name}", which is no instrumentation; it is ignored.`);
    }
  }
}
