import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alertmanagerConfiguration } from './configuration.ts';
import { readSecrets } from './receivers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mordomo-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
};

interface Configuration {
  readonly receivers: readonly { readonly name: string; readonly email_configs?: readonly Record<string, unknown>[] }[];
}
const rendered = async (): Promise<Configuration> =>
  JSON.parse(alertmanagerConfiguration(await readSecrets(folder), '/secrets')) as Configuration;

test('each way is on if its secrets are there, and no secret stands in the configuration', async () => {
  expect((await rendered()).receivers).toEqual([{ name: 'boards-only' }]);
  await put({ 'slack-webhook-url': 'https://hooks.slack.example/secret\n' });
  expect((await rendered()).receivers.map(({ name }) => name)).toEqual([
    'boards-only',
    'slack-notifications',
    'slack-test',
  ]);
  await put({
    'telegram-bot-token': '1:secret',
    'telegram-chat-id': '-100',
    'smtp-host': 'mail:587',
    'email-to': 'a@example.org',
  });
  expect((await rendered()).receivers).toHaveLength(7);
  expect(JSON.stringify(await rendered())).not.toContain('secret\\n');
  expect(JSON.stringify(await rendered())).not.toMatch(/hooks\.slack\.example|1:secret/);
});

test('one that is half there, or empty, is off and said in a sentence', async () => {
  await put({ 'telegram-bot-token': '1:secret', 'telegram-chat-id': ' \n' });
  const { configured, problems } = await readSecrets(folder);
  expect(configured).toEqual([]);
  expect(problems).toEqual([
    `Telegram gets no alerts: telegram-chat-id is empty in ${folder}; docs/alerts.md says what goes in.`,
  ]);
});

test.each([
  ['smtp-host', 'localhost', 'smtp-host needs server:port such as mail.example.org:587', { 'email-to': 'a@b' }],
  ['smtp-host', 'smtp://mail:25', 'smtp-host needs server:port', { 'email-to': 'a@b' }],
  ['smtp-host', 'mail:99999', 'smtp-host needs server:port', { 'email-to': 'a@b' }],
  ['email-to', 'nobody', 'email-to needs an address', { 'smtp-host': 'mail:25' }],
  ['email-from', 'ana@', 'email-from needs an address', { 'smtp-host': 'mail:25', 'email-to': 'a@b' }],
  ['slack-webhook-url', 'hooks.slack.com/services/T', 'slack-webhook-url needs a URL', {}],
  ['telegram-bot-token', 'kept-secret', 'telegram-bot-token needs a token', { 'telegram-chat-id': '-100' }],
  ['telegram-chat-id', '@family', 'telegram-chat-id needs a number', { 'telegram-bot-token': '1:a' }],
  [
    'telegram-api-url',
    'ftp://x',
    'telegram-api-url needs a URL',
    { 'telegram-bot-token': '1:a', 'telegram-chat-id': '1' },
  ],
])(
  '%s with the text %s turns off its way alone, in a sentence without the text',
  async (name, text, reason, others) => {
    const slack = name.startsWith('slack') ? {} : { 'slack-webhook-url': 'https://hooks.slack.example/a' };
    await put({ ...slack, ...others, [name]: text });
    const { configured, problems } = await readSecrets(folder);
    expect(configured).toEqual(Object.keys(slack).length === 0 ? [] : ['slack']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`gets no alerts: ${reason}`);
    expect(problems[0]).not.toContain(text);
  },
);

test('what is misspelt, empty or a folder is named, with what is known', async () => {
  await put({ 'slak-webhook-url': 'https://hooks.slack.example/a', 'smtp-host': '' });
  await mkdir(join(folder, 'slack-webhook-url'));
  const end = `in ${folder}; docs/alerts.md says what goes in.`;
  expect((await readSecrets(folder)).problems).toEqual([
    `Slack gets no alerts: slack-webhook-url is a folder and must be a file ${end}`,
    `E-mail gets no alerts: email-to is missing and smtp-host is empty ${end}`,
    expect.stringMatching(/slak-webhook-url is not used: known there are slack-webhook-url, slack-channel, smtp-host,/),
  ]);
});

test.each(['a@b.org, c@d.org', 'Ana <ana@b.org>'])('mail goes to %s', async (to) => {
  await put({ 'smtp-host': '[::1]:25', 'email-to': to, 'email-from': '\n' });
  expect((await readSecrets(folder)).configured).toEqual(['email']);
});

test('secrets are made private', async () => {
  await put({ 'slack-webhook-url': 'x' });
  await readSecrets(folder);
  expect((await stat(join(folder, 'slack-webhook-url'))).mode & 0o777).toBe(0o600);
});

test.each([
  ['mail.example.org:587', true],
  ['127.0.0.1:2525', false],
  ['localhost:25', false],
  ['localhost.example.org:25', true],
])('mail to %s is encrypted: %s', async (host, isEncrypted) => {
  await put({ 'smtp-host': host, 'email-to': 'a@example.org' });
  const { receivers } = await rendered();
  expect(receivers.flatMap(({ email_configs = [] }) => email_configs)).toMatchObject([
    { require_tls: isEncrypted },
    { require_tls: isEncrypted },
  ]);
});
