import { join } from 'node:path';
import { dataPaths } from '../paths.ts';
import { readFile } from 'node:fs/promises';
import { systemCode } from '../errors.ts';
import { replaceFile } from './state.ts';

/** The servers whose numbers the boards know, each with the address that its metrics usually have. */
const USUAL_ADDRESSES = { postgres: '127.0.0.1:9187', qdrant: '127.0.0.1:6333' };
const names = Object.keys(USUAL_ADDRESSES);

/**
 * Tells Prometheus where the household's own servers answer `/metrics`, as `servers.json` in the data folder says:
 * `{"postgres": "127.0.0.1:9187"}`. Without that file there are none, and nothing is asked in vain.
 * @returns a sentence for each thing in it that cannot be used; the rest is used
 */
export async function writeServerTargets(dataDir: string): Promise<string[]> {
  const paths = dataPaths(dataDir);
  const { addresses, problems } = await readServers(paths.servers);
  const groups = Object.entries(addresses).map(([job, address]) => ({ targets: [address], labels: { job } }));
  await replaceFile(join(paths.targets, 'servers.json'), JSON.stringify(groups, undefined, 2));
  return problems;
}

async function readServers(file: string) {
  const addresses: Record<string, string> = {};
  const problems: string[] = [];
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const code = systemCode(error) ?? 'unknown error';
    const why = code === 'EISDIR' ? 'it is a folder and must be a file' : `it cannot be read (${code})`;
    if (code !== 'ENOENT') problems.push(`${file} is not used: ${why}; correct it and start again.`);
    return undefined;
  });
  const entries = text === undefined ? {} : parseObject(text);
  if (entries === undefined) {
    problems.push(
      `${file} is not used: it is no JSON such as ${JSON.stringify(USUAL_ADDRESSES)}; correct it and start again.`,
    );
  }
  for (const [name, address] of Object.entries(entries ?? {})) {
    const seen = `"${name}" in ${file} is not used:`;
    if (!names.includes(name)) problems.push(`${seen} only ${names.join(' and ')} are known there.`);
    else if (isAddress(address)) addresses[name] = address;
    else problems.push(`${seen} ${JSON.stringify(address)} is no host and port such as "${usual(name)}".`);
  }
  return { addresses, problems };
}

const usual = (name: string): string => Object.entries(USUAL_ADDRESSES).find(([known]) => known === name)?.[1] ?? '';

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isAddress(value: unknown): value is string {
  const port = typeof value === 'string' ? /^(?:[\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(value)?.[1] : undefined;
  return port !== undefined && Number(port) > 0 && Number(port) <= 65_535;
}
