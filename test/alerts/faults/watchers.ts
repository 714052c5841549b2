/** What goes wrong with those that watch: Prometheus, its rules, Alertmanager and its messengers. */
import { createServer } from 'node:http';
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { changeFile, reload } from '../../support/reconfigure.ts';
import type { Fault } from '../fault.ts';
import type { Surroundings } from './service.ts';

/** Two series that differ in nothing but what the rule takes away. */
const brokenRule = `groups:
  - name: by-hand
    rules:
      - {record: anything_up, expr: up, labels: {job: house, instance: house, container: house}}
`;

export const ruleByHand = ({ dataDir, stack }: Surroundings): Fault => {
  const file = join(dataDir, 'run', 'rules', 'by-hand.yaml');
  return {
    what: 'a rule is added by hand that gives the same series twice',
    alerts: { RulesFailing: { job: 'prometheus' } },
    async seed() {
      await writeFile(file, brokenRule);
      await reload(stack, 'prometheus');
      return async () => {
        await rm(file);
        await reload(stack, 'prometheus');
      };
    },
  };
};

export const noExemplars = ({ dataDir, stack }: Surroundings): Fault => {
  const file = join(dataDir, 'run', 'prometheus.yml');
  const off = '\n  exemplars: {max_exemplars: 0}';
  return {
    what: 'Prometheus is told to keep no exemplars',
    alerts: { ExemplarsMissing: { job: 'prometheus' } },
    async seed() {
      await changeFile(file, (text) => text.replace('\nstorage:', `\nstorage:${off}`));
      await reload(stack, 'prometheus');
      return async () => {
        await changeFile(file, (text) => text.replace(off, ''));
        await reload(stack, 'prometheus');
      };
    },
  };
};

export const noAlertmanager = ({ dataDir }: Surroundings): Fault => ({
  what: 'Alertmanager is taken out of the file in which Prometheus looks for it',
  alerts: { NoAlertmanager: { job: 'prometheus' } },
  async seed() {
    const file = join(dataDir, 'run', 'alertmanagers.json');
    let before = '';
    await changeFile(file, (text) => {
      before = text;
      return '[]';
    });
    return () => changeFile(file, () => before);
  },
});

/** A stand-in for Slack that is down until it is told otherwise. Start it before the stack, which asks for its address. */
export async function startBrokenSlack() {
  let isBroken = false;
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(isBroken ? 500 : 200).end('ok'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = server.address() as AddressInfo;
  const setBroken = (to: boolean) => void (isBroken = to);
  return { url: `http://127.0.0.1:${port}/services/hook`, setBroken, stop: () => void server.close() };
}

export const messengerDown = ({ setBroken }: Awaited<ReturnType<typeof startBrokenSlack>>): Fault => ({
  what: 'the webhook of Slack answers 500, while other alerts are to be sent',
  alerts: { NotificationsFailing: { integration: 'slack' } },
  async seed() {
    setBroken(true);
    return async () => setBroken(false);
  },
});
