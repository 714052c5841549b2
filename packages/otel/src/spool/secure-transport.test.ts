import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveConfig } from '../config.ts';
import { createSender } from './transport.ts';

let folder: string;
let server: Server;
let clients: string[] = [];

const file = (name: string): string => join(folder, name);

/** A collector with a certificate of the house's own authority, that knows its clients by their certificates. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mordomo-tls-'));
  const authority = await generate([{ name: 'commonName', value: 'the house' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true },
    ],
  });
  const ca = { key: authority.private, cert: authority.cert };
  const [collector, client] = await Promise.all(
    ['localhost', 'brain'].map((value) => generate([{ name: 'commonName', value }], { algorithm: 'sha256', ca })),
  );
  writeFileSync(file('ca.pem'), authority.cert);
  writeFileSync(file('client.pem'), client?.cert ?? '');
  writeFileSync(file('client-key.pem'), client?.private ?? '');
  const options = { key: collector?.private, cert: collector?.cert, ca: authority.cert };
  server = createServer({ ...options, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const socket = request.socket as TLSSocket;
    clients.push(socket.authorized ? String(socket.getPeerCertificate().subject.CN) : 'unknown');
    request.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => void server.once('listening', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** What the collector answers, and whom it took the sender for. */
async function send(environment: Record<string, string>) {
  clients = [];
  const { port } = server.address() as AddressInfo;
  const { config, problems } = resolveConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
    ...environment,
  });
  const answer = await createSender(config).send({ signal: 'logs', items: 1, body: '{"resourceLogs":[]}' });
  return { answer, clients, problems };
}

test('a certificate of an authority that nobody knows is refused, and telemetry waits', async () => {
  expect(await send({})).toMatchObject({
    answer: { kind: 'later', why: expect.stringContaining('CERT') },
    clients: [],
  });
});

test('with OTEL_EXPORTER_OTLP_CERTIFICATE the authority of the house is known', async () => {
  const environment = { OTEL_EXPORTER_OTLP_CERTIFICATE: file('ca.pem') };
  expect(await send(environment)).toMatchObject({ answer: { kind: 'accepted' }, clients: ['unknown'], problems: [] });
});

test('with OTEL_EXPORTER_OTLP_CLIENT_KEY and _CERTIFICATE the collector knows the service', async () => {
  const environment = {
    OTEL_EXPORTER_OTLP_CERTIFICATE: file('ca.pem'),
    OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY: file('client-key.pem'),
    OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE: file('client.pem'),
  };
  expect(await send(environment)).toMatchObject({ answer: { kind: 'accepted' }, clients: ['brain'], problems: [] });
});
