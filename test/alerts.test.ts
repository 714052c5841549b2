/**
 * From a fault to the message: the real Prometheus with the real rules, the real Alertmanager with the configuration that it is given,
 * and stand-ins for Slack, Telegram and the mail server. Where it says so, waiting times are a tenth of the real ones.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PORTS, upStack, type RunningStack } from '@mordomo/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prometheusQuery } from './support/backends.ts';
import { launch, mordomo, temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import { changeFile, reload } from './support/reconfigure.ts';
import { withShorterTimes } from './support/shorter-times.ts';
import { servicesOn, type Services } from './support/services.ts';
import { startMail, startSlack, startTelegram } from './support/receivers.ts';

const webhook = '/services/T000/B000/secret-webhook';
const token = '123456:secret-token';
const chat = '-1001234';
const mailbox = 'casa@example.org';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stack: RunningStack;
let portOffset: number;
let receivers: {
  readonly slack: Awaited<ReturnType<typeof startSlack>>;
  readonly telegram: Awaited<ReturnType<typeof startTelegram>>;
  readonly mail: Awaited<ReturnType<typeof startMail>>;
};

const put = async (name: string, text: string) => {
  await mkdir(join(folder.path, 'secrets'), { recursive: true });
  await writeFile(join(folder.path, 'secrets', name), `${text}\n`);
};

beforeAll(async () => {
  folder = await temporaryFolder();
  portOffset = await freePortOffset();
  receivers = {
    slack: await startSlack(webhook),
    telegram: await startTelegram(token, chat),
    mail: await startMail(mailbox),
  };
  await put('slack-webhook-url', `http://127.0.0.1:${receivers.slack.port}${webhook}`);
  await put('telegram-bot-token', token);
  await put('telegram-chat-id', chat);
  await put('telegram-api-url', `http://127.0.0.1:${receivers.telegram.port}`);
  await put('smtp-host', `127.0.0.1:${receivers.mail.port}`);
  await put('email-to', mailbox);
  stack = await upStack({ dataDir: folder.path, portOffset, way: 'native' });
}, 1_800_000);

afterAll(async () => {
  await stack?.stop();
  await Promise.all(Object.values(receivers).map((receiver) => receiver.stop()));
  await folder.remove();
});

/** What each was sent about something. */
const about = (text: string) =>
  Object.fromEntries(
    Object.entries(receivers).map(([name, { messages }]) => [
      name,
      messages.filter((message) => message.text.includes(text)),
    ]),
  );
const counts = (text: string) =>
  Object.fromEntries(Object.entries(about(text)).map(([name, messages]) => [name, messages.length]));

/** Makes the running stack wait a tenth of what it waits; of the parts that are scraped it keeps the services alone. */
async function compressTime(): Promise<void> {
  const run = join(folder.path, 'run');
  // A service on a busy machine may take its time to answer: it is to be down only when it is.
  await changeFile(join(run, 'prometheus.yml'), (text) =>
    text
      .replace('scrape_interval: 15s', 'scrape_interval: 10s\n  scrape_timeout: 10s')
      .replace('scrape_timeout: 5s', 'scrape_timeout: 10s')
      .replace('evaluation_interval: 15s', 'evaluation_interval: 1s'),
  );
  await rm(join(run, 'rules')); // a link to the real ones
  await cp('compose/config/rules', join(run, 'rules'), { recursive: true });
  // What outlasts others must do so on a busy machine as well: a quarter of it is left, of the rest a tenth; windows stay.
  const parts = { for: 10, interval: 10, keep_firing_for: 4, window: 1 };
  for (const name of await readdir(join(run, 'rules')))
    await changeFile(join(run, 'rules', name), (rules) =>
      withShorterTimes(rules, (seconds, kind) => seconds / parts[kind]),
    );
  await writeFile(join(run, 'backends.json'), '[]');
  await reload(stack, 'prometheus');
  await changeFile(join(run, 'alerting', 'alertmanager.yml'), (text) => {
    const configuration = JSON.parse(text) as { route: object };
    Object.assign(configuration.route, { group_wait: '3s', group_interval: '5s' });
    return JSON.stringify(configuration);
  });
  await reload(stack, 'alertmanager');
}

describe('mordomo alert test', () => {
  test('sends one notice through each way, and says what became of each', async () => {
    const { code, stdout } = await mordomo(['alert', 'test', '--data', folder.path]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: '✓ Slack took the test notice.\n✓ E-mail took the test notice.\n✓ Telegram took the test notice.\n',
    });
    expect(counts('Mensagem de teste')).toEqual({ slack: 1, telegram: 1, mail: 1 });
  });

  test('says what the other end answered, without the secret, and takes over a new one at once', async () => {
    await put('telegram-chat-id', '77');
    await put('telegram-bot-token', '9:another-secret');
    receivers.telegram.refuse('Unauthorized');
    const failed = await mordomo(['alert', 'test', '--data', folder.path]);
    receivers.telegram.refuse(undefined);
    await put('telegram-chat-id', chat);
    await put('telegram-bot-token', token);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/✗ Telegram did not take the test notice: .*Unauthorized/);
    expect(failed.stdout).not.toContain('another-secret');
    expect((await mordomo(['alert', 'test', '--data', folder.path])).stdout).toContain('✓ Telegram took');
  });
});

test('without a stack, mordomo alert test says so in one sentence', async () => {
  const empty = await temporaryFolder();
  const { code, stderr } = await mordomo(['alert', 'test', '--data', empty.path]);
  await empty.remove();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `No Alertmanager runs in ${empty.path}; start it with "mordomo up --detach --data ${empty.path}" first.\n`,
  });
});

describe('the brain killed', () => {
  let house: Services;
  afterAll(() => house?.stop());

  test('is one message and one resolve for each, with its number and a link (a tenth of the waiting times)', async () => {
    house = servicesOn(folder.path, portOffset);
    await house.start('mordomo-brain');
    await compressTime();
    await until(
      'the brain is up',
      () => prometheusQuery(stack.endpoints, 'up{job="mordomo-brain"}'),
      ([up]) => up?.value[1] === '1',
      60_000,
    );
    const before = counts('mordomo-brain');

    process.kill(house.pidOf('mordomo-brain'), 'SIGKILL');
    const one = Object.fromEntries(Object.entries(before).map(([name, count]) => [name, count + 1]));
    await until(
      'a message by each way',
      () => counts('mordomo-brain'),
      (seen) => same(seen, one),
      120_000,
    );
    await until(
      'LLM_Down fires as well, held back',
      () => stateOf({ alertname: 'LLM_Down' }),
      (state) => state === 'suppressed',
      120_000,
    );

    await house.start('mordomo-brain');
    const two = Object.fromEntries(Object.entries(one).map(([name, count]) => [name, count + 1]));
    await until(
      'a resolve by each way',
      () => counts('mordomo-brain'),
      (seen) => same(seen, two),
      120_000,
    );

    expect(counts('LLM_Down')).toEqual({ slack: 0, telegram: 0, mail: 0 });
    for (const messages of Object.values(about('mordomo-brain'))) {
      expect(messages.flatMap(({ problems }) => problems)).toEqual([]);
      const [firing, resolved] = messages.map(({ text }) => text);
      expect(firing).toMatch(
        /🔥 1 ContainerDown[^]*mordomo-brain está fora do ar[^]*Valor: (<b>)?0(<\/b>)? \(limite: 1\)/,
      );
      expect(resolved).toMatch(/✅ Resolvido ContainerDown/);
      for (const text of [firing, resolved])
        expect(text).toMatch(
          /http:\/\/localhost:\d+\/d\/mordomo-sistema\?orgId=1&(amp;)?var-container=mordomo-brain&(amp;)?from=\d{13}&(amp;)?to=(now|\d{13})/,
        );
    }
  });
});

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);

type Labels = Readonly<Record<string, string>>;

interface ShownAlert {
  readonly labels: Labels;
  readonly status: { readonly state: string };
}

/** Of the alert that has these labels. */
async function stateOf(wanted: Labels): Promise<string | undefined> {
  const alerts = (await (await fetch(`${stack.endpoints.alertmanager}/api/v2/alerts`)).json()) as ShownAlert[];
  const isIt = ({ labels }: ShownAlert) => Object.entries(wanted).every(([key, value]) => labels[key] === value);
  return alerts.find(isIt)?.status.state;
}

test.each<[what: string, cause: Labels, consequence: Labels]>([
  [
    'a host that is down',
    { alertname: 'HostDown', host: 'quarto', severity: 'critical' },
    { alertname: 'ContainerDown', host: 'quarto', container: 'wake-word', severity: 'critical' },
  ],
  [
    'a container that is down',
    { alertname: 'ContainerDown', container: 'whisper-asr', severity: 'critical' },
    { alertname: 'STT_HighLatency', container: 'whisper-asr', severity: 'warning', notify: 'true' },
  ],
  [
    'the collector being down',
    { alertname: 'ContainerDown', container: 'collector', severity: 'critical' },
    { alertname: 'SpoolFilling', container: 'tts-engine', severity: 'warning', notify: 'true' },
  ],
])('%s silences what follows from it, and nothing else', async (_, cause, consequence) => {
  const other = { ...consequence, container: 'speaker-id', host: 'sala', alertname: 'HighLatency' };
  const alerts = [cause, consequence, other].map((labels) => ({ labels, annotations: { dashboard: '/d/x?orgId=1' } }));
  const response = await fetch(`${stack.endpoints.alertmanager}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  expect(response.status).toBe(200);
  await until(
    'held back',
    () => stateOf(consequence),
    (state) => state === 'suppressed',
    20_000,
  );
  expect(await stateOf(other)).toBe('active');
});

describe('docs/alerts.md', async () => {
  const page = await readFile('docs/alerts.md', 'utf8');
  const commands = [...page.matchAll(/^ +(curl .*)$/gm)].map(([, command = '']) => command);

  test('has a command for each of the three backends', () => {
    expect(commands.join()).toMatch(/:9090[^]*:4400[^]*:3100/);
  });

  test.each(commands)('says to run `%s`, which answers', async (command) => {
    const moved = command.replaceAll(
      /127\.0\.0\.1:(\d+)/g,
      (_, port: string) => `127.0.0.1:${Number(port) + portOffset}`,
    );
    expect(Object.values<number>(PORTS)).toContain(Number(/127\.0\.0\.1:(\d+)/.exec(command)?.[1]));
    const answer = async () => (await launch('sh', ['-c', moved]).finished).stdout;
    await until('an answer', answer, (text) => /"status":"success"|\/turns?/.test(text), 30_000);
  });
});
