/** Sends a notice through each way to reach people, and finds out what became of it. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { compose } from '../docker/compose.ts';
import { StackError } from '../errors.ts';
import { dataPaths, defaultDataDir } from '../paths.ts';
import { withOffset } from '../ports.ts';
import { runningState } from '../run/leftovers.ts';
import { pause } from '../run/process.ts';
import { readOptional, type StackState } from '../run/state.ts';
import { TEST_ALERT, testReceiverOf } from './configuration.ts';
import { receiverFiles, type ReceiverName, type Secrets } from './receivers.ts';
import { writeAlerting } from './write.ts';

export interface TestNotice {
  isDelivered: boolean;
  /** What happened, for a person. */
  sentence: string;
}

/** Longer than the attempts that are made before Alertmanager waits for the next one. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Takes over the secrets as they are now, and sends one notice through each way.
 * @returns one for each way that is set up or half set up; none if there is nothing in the folder of secrets
 * @throws StackError if no stack runs, or Alertmanager does not take its configuration
 */
export async function sendTestNotices(dataDir = defaultDataDir()): Promise<TestNotice[]> {
  const folder = resolve(dataDir);
  const state = runningState(folder, 'stack');
  const url = state?.parts.find(({ name }) => name === 'alertmanager')?.endpoint;
  if (state === undefined || url === undefined) {
    throw new StackError(
      `No Alertmanager runs in ${folder}; start it with "mordomo up --detach --data ${folder}" first.`,
    );
  }
  const secrets = await writeAlerting(folder, withOffset(state.portOffset), state.way);
  const reload = await fetch(`${url}/-/reload`, { method: 'POST' });
  if (!reload.ok) throw new StackError(`Alertmanager does not take its configuration: ${(await reload.text()).trim()}`);
  const sent = secrets.configured.map((name) => sendOne(name, url, () => lastError(folder, state, name, secrets)));
  const problems = secrets.problems.map((sentence) => ({ isDelivered: false, sentence }));
  return [...(await Promise.all(sent)), ...problems];
}

async function sendOne(name: ReceiverName, url: string, reason: () => Promise<string>): Promise<TestNotice> {
  const { title } = receiverFiles[name];
  const before = await attempts(name, url);
  await postAlert(name, url);
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  for (;;) {
    const now = await attempts(name, url);
    if (now.failed > before.failed)
      return { isDelivered: false, sentence: `${title} did not take the test notice: ${await reason()}` };
    if (now.delivered > before.delivered) return { isDelivered: true, sentence: `${title} took the test notice.` };
    if (Date.now() > deadline) {
      return {
        isDelivered: false,
        sentence: `${title} has not answered within ${ANSWER_WITHIN_MS / 1000} s; Alertmanager goes on trying.`,
      };
    }
    await pause(200);
  }
}

/** Each has labels of its own, so that it is a group of its own and leaves at once. */
async function postAlert(receiver: ReceiverName, url: string): Promise<void> {
  const alert = {
    labels: { alertname: TEST_ALERT, severity: 'none', receiver, run: randomUUID() },
    annotations: {
      summary: 'Mensagem de teste do mordomo',
      summary_en: 'Test message of mordomo',
      description: 'Os avisos chegam por aqui.',
      value: '1',
      threshold: '1',
      dashboard: '/d/mordomo-overview?orgId=1',
      runbook_url: 'docs/alerts.md',
    },
  };
  const response = await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([alert]),
  });
  if (!response.ok) throw new StackError(`Alertmanager does not take a test alert: ${(await response.text()).trim()}`);
}

/** How often notices of the test were delivered and refused, by Alertmanager's own count. */
async function attempts(name: ReceiverName, url: string): Promise<{ delivered: number; failed: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const count = (metric: string) => {
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith(`${metric}{`) && line.includes(`"${testReceiverOf(name)}"`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  };
  const failed = count('alertmanager_notification_requests_failed_total');
  return { delivered: count('alertmanager_notification_requests_total') - failed, failed };
}

/** What the other end said, by Alertmanager's log; without the secrets that an address may hold. */
async function lastError(dataDir: string, state: StackState, name: ReceiverName, { texts }: Secrets): Promise<string> {
  const log =
    state.way === 'docker'
      ? (await compose(dataDir, state.portOffset, ['logs', '--no-log-prefix', '--tail', '200', 'alertmanager'])).stdout
      : ((await readOptional(dataPaths(dataDir).log('alertmanager'))) ?? '');
  const line = log.split('\n').findLast((one) => one.includes(testReceiverOf(name)) && one.includes(' err='));
  const quoted = /(?: err=)("(?:[^"\\]|\\.)*"|\S+)/.exec(line ?? '')?.[1] ?? '"its log says no more"';
  const error = quoted.startsWith('"') ? (JSON.parse(quoted) as string) : quoted;
  return [...texts.values()].reduce((said, secret) => said.replaceAll(secret, '…'), error);
}
