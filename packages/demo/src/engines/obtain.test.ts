import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { obtainEngines } from './obtain.ts';

const folder = mkdtempSync(join(tmpdir(), 'mordomo-engines-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('where the engines cannot be had, one sentence says why and offers the scripted ones by name', async () => {
  vi.stubEnv('PATH', folder);
  const attempt = obtainEngines(folder, () => {});
  await expect(attempt).rejects.toThrow(
    /there is no apt-get on this machine.*Install flite.*or run with --engine scripted/,
  );
});
