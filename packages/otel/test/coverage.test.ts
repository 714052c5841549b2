import { expect, test } from 'vitest';
import { Service, temporaryFolder } from './support/processes.ts';

test('a library that was loaded above the first line is named, with the command that covers it', async () => {
  const service = new Service('too-late.ts', { MORDOMO_SPOOL_DIR: temporaryFolder(), MORDOMO_SPOOL_MODE: 'keep' });
  expect(await service.ended()).toBe(0);
  const { coverage, advice } = JSON.parse(service.output) as { coverage: object; advice: string[] };
  expect(coverage).toMatchObject({
    tooEarly: expect.arrayContaining([{ name: 'express', version: expect.stringMatching(/^5\./) }]),
  });
  expect(coverage).toMatchObject({ covered: expect.arrayContaining([expect.objectContaining({ name: 'pino' })]) });
  expect(advice).toHaveLength(1);
  expect(advice[0]).toContain('express 5.');
  expect(advice[0]).toContain('node --import @mordomo/otel packages/otel/test/fixtures/too-late.ts');
});
