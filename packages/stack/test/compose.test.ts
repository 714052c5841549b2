import { spawnSync } from 'node:child_process';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePortOffset } from '../../../test/support/ports.ts';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { downStack, endpointsAt, stackStatus, withOffset, writeTargets, type Endpoints } from '../src/index.ts';
import { ALL_SERVICES, startDocker } from '../src/docker/docker.ts';
import { projectName } from '../src/docker/compose.ts';
import { exemplarTraces, lokiStreams, query, spanNames } from './support/backends.ts';
import { startDaemon, whyNoDaemon, type TestDaemon } from './support/docker.ts';
import { ownNumbers, removeHouseContainer, startHouseContainer } from './support/house-container.ts';
import * as otlp from './support/otlp.ts';
import { temporaryDir } from './support/stack.ts';
import { until } from '../../../test/support/poll.ts';

const reason = whyNoDaemon();
/** All but Grafana, of which no binary is to be had. */
const services = ALL_SERVICES.filter((name) => name !== 'grafana');
const isThere = (list: readonly unknown[]) => list.length > 0;

describe.skipIf(reason !== undefined)(`the stack under Compose${reason === undefined ? '' : ` (${reason})`}`, () => {
  const said: string[] = [];
  let portOffset: number;
  let endpoints: Endpoints;
  let daemon: TestDaemon;
  let dataDir: string;

  beforeAll(async () => {
    portOffset = await freePortOffset();
    endpoints = endpointsAt(withOffset(portOffset));
    dataDir = await temporaryDir();
    daemon = await startDaemon((line) => said.push(line));
    const state = await startDocker({ dataDir, portOffset, onProgress: (line) => said.push(line) }, services);
    if (state === undefined) throw new Error(said.join('\n'));
  }, 1_800_000);
  afterAll(async () => {
    await downStack(dataDir);
    await daemon?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 120_000);

  test('runs every part in a container, healthy', async () => {
    const parts = await stackStatus(dataDir);
    expect(parts.map(({ name }) => name).sort()).toEqual([...services].sort());
    for (const part of parts)
      expect(part).toMatchObject({ origin: 'docker', healthy: true, container: expect.any(String) });
  });

  test('takes a trace, a log line and an exemplar to the three backends', async () => {
    const trace = otlp.traceId();
    await otlp.send(endpoints.otlp, 'traces', otlp.traces('whisper-asr', [otlp.span(trace, 'voice.stt')]));
    await otlp.send(endpoints.otlp, 'logs', otlp.logs('whisper-asr', [otlp.logLine('heard', 9, trace)]));
    await otlp.send(endpoints.otlp, 'metrics', otlp.metrics('whisper-asr', [otlp.latency('stt.latency', trace)]));
    expect(await until('the trace', () => spanNames(endpoints, trace), isThere)).toEqual(['voice.stt']);
    const lines = () => lokiStreams(endpoints, `{container="whisper-asr"} | trace_id="${trace}"`);
    expect(await until('the line', lines, isThere)).toHaveLength(1);
    const exemplars = () => exemplarTraces(endpoints, 'stt_latency_seconds_bucket');
    expect(await until('the exemplar', exemplars, isThere)).toContain(trace);
  });

  test('tells how NATS is', async () => {
    const connections = async () => (await query(endpoints, 'nats_connections'))[0]?.value[1];
    expect(await until('its connections', connections, (seen) => seen !== undefined, 90_000)).toBe('0');
  });

  test('shows a turn and its reply, to browsers on this machine', async () => {
    const trace = otlp.traceId();
    await otlp.send(endpoints.otlp, 'traces', otlp.traces('wake-word', [otlp.span(trace, 'voice.turn')]));
    const reply = join(dataDir, 'replies', `${trace}.wav`);
    await writeFile(reply, 'RIFF');
    await chmod(reply, 0o644);
    const page = async () => await (await fetch(`${endpoints.turns}/turn/${trace}`)).text();
    const shown = await until('the page', page, (text) => text.includes('voice.turn'));
    expect(shown).toContain(`http://localhost:${withOffset(portOffset).jaeger}/trace/${trace}`);
    expect(await (await fetch(`${endpoints.turns}/reply/${trace}.wav`)).text()).toBe('RIFF');
  });

  test('tells what each container takes, as its own control group does, within 5 %', async () => {
    startHouseContainer();
    onTestFinished(removeHouseContainer);
    const numbers = async () => {
      const own = ownNumbers();
      const seen = {
        memory: await number('container_memory_usage_bytes{name="kitchen"}'),
        cpuSeconds: await number('container_cpu_usage_seconds_total{name="kitchen"}'),
      };
      return { seen, own };
    };
    const { seen, own } = await until(
      'its numbers',
      numbers,
      (both) => isNear(both.seen.memory, both.own.memory) && isNear(both.seen.cpuSeconds, both.own.cpuSeconds),
      180_000,
    );
    process.stdout.write(`in Prometheus ${JSON.stringify(seen)}, by itself ${JSON.stringify(own)}\n`);
    expect(await number('container_spec_memory_limit_bytes{name="kitchen"}')).toBe(256 * 2 ** 20);
    expect(await number('container_network_io_bytes_total{name="kitchen", direction="receive"}')).toBeGreaterThan(0);
    // The parts of the stack are containers as well, by the names of their services.
    expect(await number('container_spec_memory_limit_bytes{name="nats"}')).toBe(96 * 2 ** 20);
    expect(await number('count(container_memory_usage_bytes{name="nats"})')).toBe(1);
  });

  const number = async (expression: string): Promise<number> =>
    Number((await query(endpoints, expression))[0]?.value[1] ?? Number.NaN);
  const isNear = (seen: number, own: number): boolean => Math.abs(seen / own - 1) < 0.05;

  test("sees whether a service on the host's loopback is up", async () => {
    const service = createServer((_, response) =>
      response.setHeader('content-type', 'text/plain').end('# nothing\n'),
    ).listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) => {
      service.once('listening', () => resolve(service.address() as AddressInfo));
    });
    await writeTargets(dataDir, [{ job: 'brain', instance: 'brain@host', address: `127.0.0.1:${port}` }]);
    const up = async () => (await query(endpoints, 'up{job="brain"}'))[0]?.value[1];
    await until('the service', up, (seen) => seen === '1', 60_000);
    service.close();
    service.closeAllConnections();
    expect(await until('its end', up, (seen) => seen === '0', 60_000)).toBe('0');
  });

  test('says in one sentence when an image cannot be had, and leaves the rest alone', async () => {
    const sentences: string[] = [];
    const state = await startDocker({ dataDir, portOffset, onProgress: (line) => sentences.push(line) }, ['grafana']);
    expect(state).toBeUndefined();
    expect(sentences.at(-1)).toMatch(/^Docker answers but cannot pull the images \(.+\); the native parts are used\.$/);
    expect((await stackStatus(dataDir)).every(({ healthy }) => healthy)).toBe(true);
  });

  test('keeps every container confined', () => {
    const ids = spawnSync(
      'docker',
      ['ps', '-q', '--filter', `label=com.docker.compose.project=${projectName(dataDir)}`],
      { encoding: 'utf8' },
    );
    const inspected = spawnSync('docker', ['inspect', ...ids.stdout.trim().split('\n')], { encoding: 'utf8' });
    const containers = JSON.parse(inspected.stdout) as {
      Config: { User: string; Labels: Record<string, string> };
      HostConfig: Record<string, unknown>;
    }[];
    expect(containers).toHaveLength(services.length);
    for (const { Config, HostConfig } of containers) {
      expect(Config.User).not.toMatch(/^(0(:|$)|root|$)/);
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
      });
      expect(HostConfig['Memory']).toBeGreaterThan(0);
      const asksDocker = JSON.stringify(HostConfig['Binds']).includes('docker.sock');
      expect(asksDocker).toBe(Config.Labels['com.docker.compose.service'] === 'docker-stats');
      const published = Object.values(HostConfig['PortBindings'] as Record<string, { HostIp: string }[]>).flat();
      expect(published.filter(({ HostIp }) => HostIp !== '127.0.0.1' || asksDocker)).toEqual([]);
    }
  });
});
