import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepGrafanaPassword } from './prepare.ts';

let folder: string;
const file = () => join(folder, 'grafana-password');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mordomo-password-'));
  vi.stubEnv('GRAFANA_PASSWORD', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("Grafana's password is made up once, kept, readable by nobody else, and told by its place", async () => {
  const said: string[] = [];
  await keepGrafanaPassword(file(), (line) => said.push(line));
  const password = await readFile(file(), 'utf8');
  await keepGrafanaPassword(file(), (line) => said.push(line));
  expect(await readFile(file(), 'utf8')).toBe(password);
  expect(password).toMatch(/^[\w-]{24}$/);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect(said).toEqual([expect.stringContaining(file())]);
  expect(said[0]).not.toContain(password);
});

test('a password that is given is used, and not repeated', async () => {
  const said: string[] = [];
  vi.stubEnv('GRAFANA_PASSWORD', 'of our own');
  await keepGrafanaPassword(file(), (line) => said.push(line));
  expect(await readFile(file(), 'utf8')).toBe('of our own');
  expect(said).toEqual([]);
});
