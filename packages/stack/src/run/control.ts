import { connect, createServer, type Server } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StackError } from '../errors.ts';
import { dataPaths } from '../paths.ts';
import type { PartName } from '../parts/types.ts';
import type { Role } from './state.ts';

/** One line of JSON each way. */
export type ControlRequest =
  | { command: 'ping' | 'stop' }
  /** `hold`: kill (SIGKILL) a part and keep it down. `release`: start it again. `restart`: stop it in order and start it. */
  | { command: 'hold' | 'release' | 'restart'; part: PartName };

type ControlAnswer = { ok: true } | { ok: false; error: string };

/** A socket's path may have 108 bytes; a data folder deeper than that gets its socket in a private folder elsewhere. */
export function controlSocketPath(dataDir: string, role: Role): string {
  const path = join(dataPaths(dataDir).run, role === 'stack' ? 'control.sock' : `${role}.sock`);
  return Buffer.byteLength(path) < 104 ? path : join(mkdtempSync(join(tmpdir(), 'mordomo-')), 'control.sock');
}

/** Listens for commands; `handle` answers each when it is done. */
export async function serveControl(path: string, handle: (request: ControlRequest) => Promise<void>): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => {
      void answer(line, handle).then((reply) => socket.end(`${JSON.stringify(reply)}\n`));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  server.unref();
  return server;
}

async function answer(line: string, handle: (request: ControlRequest) => Promise<void>): Promise<ControlAnswer> {
  try {
    await handle(JSON.parse(line) as ControlRequest);
    return { ok: true };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Sends one command to a running supervisor and waits for its answer. @throws StackError with what it answered */
export function sendControl(path: string, request: ControlRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new StackError('The stack does not answer; it may have just ended.'));
    const socket = connect(path, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once('error', gone).once('close', gone);
    createInterface({ input: socket }).once('line', (line) => {
      const reply = JSON.parse(line) as ControlAnswer;
      if (reply.ok) resolve();
      else reject(new StackError(reply.error));
      socket.destroy();
    });
  });
}
