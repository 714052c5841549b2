import { expect, test } from 'vitest';
import { Service, temporaryFolder } from './support/processes.ts';

test('a library that was loaded above the first line is named, with the command that covers it', async () => {
  const service = new Service('too-late.ts', { MORDOMO_SPOOL_DIR: temporaryFolder(), MORDOMO_SPOOL_MODE: 'keep' });
  expect(await service.ended()).toBe(0);
  const { coverage, advice } = JSON.parse(service.output) as { coverage: { covered: object[] }; advice: string[] };
  expect(coverage).toMatchObject({ tooEarly: [{ name: 'winston', version: expect.stringMatching(/^3\./) }] });
  // Express is found in the app that answers.
  expect(coverage.covered).toEqual(
    expect.arrayContaining(['express', 'pino'].map((name) => expect.objectContaining({ name }))),
  );
  expect(advice).toEqual([expect.stringContaining('winston 3.')]);
  expect(advice[0]).toContain('node --import @mordomo/otel packages/otel/test/fixtures/too-late.ts');
  expect(service.errors.split('\n').filter((line) => line.includes('winston 3.'))).toHaveLength(1);
});
