import { expect, test } from 'vitest';
import { resolveConfig } from './config.ts';
import { instrumentationSwitch } from './instrumentation-switch.ts';

/** Which of some instrumentations are on. */
function on(environment: Record<string, string>): string[] {
  const isOn = instrumentationSwitch(resolveConfig(environment).config);
  return ['http', 'express', 'fs', 'dns'].filter(isOn);
}

test('without lists all are on but the noisy ones', () => expect(on({})).toEqual(['http', 'express']));

test('the enabled list rules, over the noisy ones too, and the disabled one goes before it', () => {
  expect(on({ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http, fs' })).toEqual(['http', 'fs']);
  expect(on({ OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http' })).toEqual(['express']);
  const both = { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,fs', OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http' };
  expect(on(both)).toEqual(['fs']);
});
