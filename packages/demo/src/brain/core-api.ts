/** The brain's calls to mordomo-core-api. */
import type { Command } from '../home/commands.ts';

const baseUrl = process.env['MORDOMO_CORE_API_URL'] ?? 'http://127.0.0.1:3001';

async function send(method: 'PUT' | 'POST', path: string, body: unknown): Promise<void> {
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(2_000),
  });
  if (!response.ok) throw new Error(`mordomo-core-api answered ${response.status} to ${method} ${path}`);
  await response.arrayBuffer(); // a body that is not read keeps its connection
}

/** Does what the command says: the household's devices are states in core-api. */
export const actOn = ({ intent, slots }: Command): Promise<void> =>
  send('PUT', `/devices/${encodeURIComponent(slots.room ?? slots.door ?? 'house')}`, { intent, slots });

/** Adds the turn to the conversation. What was said is not kept. */
export const remember = ({ intent }: Command): Promise<void> =>
  send('POST', '/conversations', { intent, outcome: 'answered' });
