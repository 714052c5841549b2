/** The two services of the README, run as they are written, with a real NATS server between them. */
import { connect } from '@nats-io/transport-node';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startNatsServer } from '../../nats/test/support/nats-server.ts';
import { spooledSpans } from '../../otel/test/support/spool.ts';
import { kill, launch, temporaryFolder } from '../../../test/support/mordomo.ts';
import { until } from '../../../test/support/poll.ts';

const readme = readFileSync('packages/voice/README.md', 'utf8');
const [opener = '', other = ''] = [
  ...readme.slice(readme.indexOf('## Over NATS')).matchAll(/^```js\n(.*?)^```/gms),
].map(([, source]) => source);

test('a turn goes over NATS and its stage’s report comes home, whatever else is on the bus', async () => {
  await using nats = await startNatsServer();
  const spool = await temporaryFolder();
  const service = (name: string, source: string) =>
    launch(process.execPath, ['--conditions=@mordomo/source', '--input-type=module', '--eval', source], {
      PATH: process.env['PATH'],
      NATS_URL: nats.url,
      NODE_ENV: 'production', // only what is not as it should be is said
      OTEL_SERVICE_NAME: name,
      OTEL_NODE_RESOURCE_DETECTORS: 'env,host,process',
      MORDOMO_SPOOL_DIR: spool.path,
      MORDOMO_SPOOL_MODE: 'keep',
      MORDOMO_METRICS_SERVER: 'none',
    });
  const bus = await connect({ servers: nats.url });
  const heard: string[] = [];
  for (const subject of ['voice.stage', 'voice.transcript'])
    bus.subscribe(subject, { callback: (_error, message) => void heard.push(message.string()) });
  await bus.flush();
  const listening = service('listening', other);
  let opening: typeof listening | undefined;
  try {
    await until(
      'the service with the stage listens',
      () => listening.output,
      ({ stdout }) => stdout.includes('listening'),
    );
    opening = service('opening', opener);
    const { output, finished } = opening;
    await until(
      'transcript and report',
      () => heard,
      ({ length }) => length === 2,
    );
    for (const garbage of ['no JSON', 'null']) bus.publish('voice.stage', garbage);
    await until(
      'the sentence about what is no report',
      () => output.stderr,
      (said) => said.includes('a stage report'),
    );
    bus.publish('voice.playback_ended');
    expect({ ...(await finished) }).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^\[mordomo\] @mordomo\/voice: a stage report is not used: [^\n]*\.\n$/) as string,
    });
    const [turn] = spooledSpans(spool.path, 'opening');
    const [stt] = await until(
      'the span of the stage',
      () => spooledSpans(spool.path, 'listening'),
      ({ length }) => length > 0,
    );
    expect(turn).toMatchObject({ name: 'voice.turn', attributes: { 'voice.turn.outcome': 'answered' } });
    expect(stt).toMatchObject({ name: 'voice.stt', traceId: turn?.traceId, parentSpanId: turn?.spanId });
    expect(turn?.attributes).toHaveProperty(['voice.milestone.final_transcript']); // came with the report
  } finally {
    await bus.close();
    await Promise.all([listening, ...(opening ? [opening] : [])].map(({ child }) => kill(child)));
    await spool.remove();
  }
});
