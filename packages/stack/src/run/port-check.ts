import { createServer } from 'node:net';
import { StackError, systemCode } from '../errors.ts';
import type { PartDefinition } from '../parts/types.ts';
import type { Ports } from '../ports.ts';

/** @throws StackError naming the first port that another program has, and what it is needed for */
export async function requireFreePorts(parts: readonly Pick<PartDefinition, 'listens'>[], ports: Ports): Promise<void> {
  for (const part of parts) {
    for (const { port, purpose } of part.listens) {
      const code = await listenError(ports[port]);
      if (code === undefined) continue;
      const reason = code === 'EADDRINUSE' ? 'another program has it' : `the system refuses it (${code})`;
      throw new StackError(
        `Port ${ports[port]} is needed for ${purpose}, but ${reason}; end that program, or move all ports with --port-offset 1000, for example.`,
      );
    }
  }
}

function listenError(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(systemCode(error) ?? error.message));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
