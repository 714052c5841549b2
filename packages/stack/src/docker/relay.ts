import { connect, createServer } from 'node:net';
import { projectName, docker } from './compose.ts';

/**
 * Lets Prometheus, in its container, reach a service that listens on the host's loopback alone: a relay listens on the host's
 * address in the stack's own network, which nothing outside this machine can reach. It lives as long as this process.
 * @returns the address under which Prometheus finds the service
 */
export async function reachableFromContainers(dataDir: string, address: string): Promise<string> {
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  const gateway = await gatewayOf(dataDir);
  if (gateway !== undefined && (await relay(gateway, port))) return `${gateway}:${port}`;
  // Docker Desktop: the network's gateway is not an address of this host, but this name reaches its loopback.
  return `host.docker.internal:${port}`;
}

async function gatewayOf(dataDir: string): Promise<string | undefined> {
  const format = '{{range .IPAM.Config}}{{.Gateway}}{{end}}';
  const { ok, stdout } = await docker(['network', 'inspect', `${projectName(dataDir)}_inside`, '--format', format]);
  return ok ? stdout.trim() : undefined;
}

/** @returns false if this host has no such address; a relay that runs already is as good as a new one */
function relay(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((incoming) => {
      const outgoing = connect(port, '127.0.0.1');
      incoming.pipe(outgoing).pipe(incoming);
      incoming.on('error', () => outgoing.destroy());
      outgoing.on('error', () => incoming.destroy());
    });
    server.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE'));
    server.listen(port, host, () => resolve(true)).unref();
  });
}
