import { expect, test } from 'vitest';
import { Service } from './support/processes.ts';

test('the helpers load no SDK, do nothing without telemetry, and keep no process alive', async () => {
  const service = new Service('api-alone.ts', {});
  expect(await service.ended()).toBe(0);
  const [report = '{}', ...rest] = service.output.split('\n');
  console.log(`@mordomo/otel/api alone: ${report}`);
  expect(rest).toEqual(['done', '']);
  expect(service.errors).toBe('');
  const { packages, modules } = JSON.parse(report) as { packages: string[]; modules: number };
  expect(new Set(packages)).toEqual(new Set(['@opentelemetry/api', 'otel', 'semconv']));
  // The API of OpenTelemetry is most of them; the bootstrap loads over a thousand.
  expect(modules).toBeLessThan(150);
});
