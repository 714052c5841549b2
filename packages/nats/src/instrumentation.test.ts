import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NatsInstrumentation } from './instrumentation.ts';

test('spans and metrics name this package and its version', () => {
  const { name, version } = JSON.parse(readFileSync(`${import.meta.dirname}/../package.json`, 'utf8')) as {
    name: string;
    version: string;
  };
  const { instrumentationName, instrumentationVersion } = new NatsInstrumentation({ enabled: false });
  expect({ name: instrumentationName, version: instrumentationVersion }).toEqual({ name, version });
});
