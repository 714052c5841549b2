/**
 * Alertmanager's configuration, rendered at each start from which secrets are there: with a secret file that is missing it would start,
 * and then fail at every notice.
 */
import { join } from 'node:path';
import { receiverNames, type ReceiverName, type Secrets } from './receivers.ts';

/** Shown on the boards, sent to nobody. */
const BOARDS_ONLY = 'boards-only';
export const TEST_ALERT = 'MordomoTest';

const receiverOf = (name: ReceiverName) => `${name}-notifications`;
/** A test has no end that anybody wants to hear of. */
export const testReceiverOf = (name: ReceiverName) => `${name}-test`;

/**
 * @param secretsDir the folder of secrets, as Alertmanager sees it
 * @returns the configuration as JSON, which is YAML
 */
export function alertmanagerConfiguration({ texts, configured }: Secrets, secretsDir: string): string {
  const file = (name: string) => (texts.has(name) ? join(secretsDir, name) : undefined);
  const settings: Record<ReceiverName, (resolve: boolean) => object> = {
    slack: (send_resolved) => ({
      slack_configs: [
        {
          send_resolved,
          api_url_file: file('slack-webhook-url'),
          channel: texts.get('slack-channel') ?? '#alerts',
          title: '{{ template "slack.title" . }}',
          title_link: '{{ template "mordomo.board" (index .Alerts 0) }}',
          text: '{{ template "slack.text" . }}',
          fallback: '{{ template "slack.title" . }}',
        },
      ],
    }),
    email: (send_resolved) => ({
      email_configs: [
        {
          send_resolved,
          smarthost: texts.get('smtp-host'),
          to: texts.get('email-to'),
          from: texts.get('email-from') ?? senderOf(texts),
          auth_username: texts.get('smtp-username'),
          auth_password_file: file('smtp-password'),
          require_tls: !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):/.test(texts.get('smtp-host') ?? ''), // on this machine nobody listens in
          headers: { Subject: '{{ template "email.subject" . }}' },
          html: '{{ template "email.html" . }}',
          text: '{{ template "email.text" . }}',
        },
      ],
    }),
    telegram: (send_resolved) => ({
      telegram_configs: [
        {
          send_resolved,
          bot_token_file: file('telegram-bot-token'),
          chat_id_file: file('telegram-chat-id'),
          api_url: texts.get('telegram-api-url') ?? 'https://api.telegram.org',
          parse_mode: 'HTML',
          message: '{{ template "telegram.message" . }}',
        },
      ],
    }),
  };
  const on = receiverNames.filter((name) => configured.includes(name));
  const configuration = {
    templates: ['*.tmpl'],
    route: route(on),
    inhibit_rules: inhibitions,
    receivers: [
      { name: BOARDS_ONLY },
      ...on.map((name) => ({ name: receiverOf(name), ...settings[name](true) })),
      ...on.map((name) => ({ name: testReceiverOf(name), ...settings[name](false) })),
    ],
  };
  return `${JSON.stringify(configuration, undefined, 2)}\n`;
}

const senderOf = (texts: Secrets['texts']): string | undefined => {
  const username = texts.get('smtp-username');
  return username?.includes('@') ? username : texts.get('email-to')?.split(',')[0];
};

/**
 * One message for all alerts of a name and severity. It waits 30 s: within them come a scrape and an evaluation (every 15 s each), so
 * that the alert which silences the others is there before they are sent.
 */
const route = (on: readonly ReceiverName[]) => ({
  receiver: BOARDS_ONLY,
  group_by: ['alertname', 'severity'],
  group_wait: '30s',
  group_interval: '5m',
  repeat_interval: '4h',
  routes: [
    ...on.map((name) => ({
      receiver: testReceiverOf(name),
      matchers: [`alertname="${TEST_ALERT}"`, `receiver="${name}"`],
      group_by: ['...'],
      group_wait: '0s',
    })),
    { receiver: BOARDS_ONLY, matchers: ['severity!="critical"', 'notify!="true"'] },
    ...on.map((name) => ({ receiver: receiverOf(name), continue: true })),
  ],
});

const inhibitions = [
  {
    source_matchers: ['alertname="HostDown"'],
    target_matchers: ['alertname="ContainerDown"', 'host!=""'],
    equal: ['host'],
  },
  {
    source_matchers: ['alertname="ContainerDown"'],
    target_matchers: ['alertname!~"ContainerDown|HostDown"', 'container!=""'],
    equal: ['container'],
  },
  // Without the collector nothing arrives from anybody.
  {
    source_matchers: ['alertname="ContainerDown"', 'container="collector"'],
    target_matchers: ['alertname="SpoolFilling"'],
  },
];
