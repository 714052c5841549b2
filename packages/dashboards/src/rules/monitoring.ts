/** Alerts about the watchers themselves: Prometheus, its rules, and Alertmanager. */
import type { AlertDefinition } from './alert.ts';
import { backendLabels, ofBackend } from './series.ts';

const ofPrometheus = (metric: string, extra: Record<string, string> = {}) => ofBackend(metric, 'prometheus', extra);

export const highCardinality: AlertDefinition = {
  name: 'HighCardinality',
  severity: 'warning',
  notify: true,
  owner: 'every service',
  board: 'backends',
  threshold: 100_000,
  unit: 'count',
  expression: (threshold) => `prometheus_tsdb_head_series > ${threshold}`,
  windowSeconds: 0,
  forSeconds: 600,
  summary: { pt: 'Séries demais no Prometheus', en: 'Too many series in Prometheus' },
  description: {
    pt: 'Uma casa tem cerca de 7 000; cada série custa memória.',
    en: 'A house has about 7 000; each series costs memory.',
  },
  runbook: {
    causes: ['A label with endless values: an id, a path, a sentence.', 'Instance names that change at each start.'],
    steps: [
      '`http://127.0.0.1:9090/api/v1/status/tsdb` lists the metrics and labels with most series.',
      'Take that label off where the metric is recorded.',
    ],
  },
  tests: {
    fires: {
      series: { [ofPrometheus('prometheus_tsdb_head_series')]: '120000x60' },
      labels: backendLabels('prometheus'),
      shown: '120000',
    },
    quiet: [{ name: 'exactly so many', series: { [ofPrometheus('prometheus_tsdb_head_series')]: '100000x60' } }],
  },
};

export const rulesFailing: AlertDefinition = {
  name: 'RulesFailing',
  severity: 'critical',
  owner: 'stack',
  board: 'backends',
  threshold: 0,
  unit: 'per second',
  expression: (threshold) => `rate(prometheus_rule_evaluation_failures_total[5m]) > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 60,
  summary: { pt: 'Regras do Prometheus falham', en: 'Rules of Prometheus fail' },
  description: {
    pt: 'Alertas do grupo {{ $labels.rule_group }} podem não chegar.',
    en: 'Alerts of the group {{ $labels.rule_group }} may not come.',
  },
  runbook: {
    causes: ['Two series differ in nothing but a label that a rule takes away.', 'A rule was edited by hand.'],
    steps: [
      '`http://127.0.0.1:9090/api/v1/rules` shows the rule and its `lastError`.',
      'Rules are generated: `npm run generate`, then restart.',
    ],
  },
  tests: {
    fires: {
      series: {
        [ofPrometheus('prometheus_rule_evaluation_failures_total', { rule_group: 'rules/api.yaml;api' })]: '0+15x60',
      },
      labels: { ...backendLabels('prometheus'), rule_group: 'rules/api.yaml;api' },
      shown: '1.00/s',
    },
    quiet: [
      {
        name: 'failed before the last restart',
        series: { [ofPrometheus('prometheus_rule_evaluation_failures_total', { rule_group: 'a' })]: '4x60' },
      },
    ],
  },
};

const ofAlertmanager = { integration: 'telegram', reason: 'serverError' };

export const notificationsFailing: AlertDefinition = {
  name: 'NotificationsFailing',
  severity: 'critical',
  owner: 'house',
  board: 'backends',
  threshold: 0,
  unit: 'per second',
  expression: (threshold) =>
    `sum by (job, instance, integration) (rate(alertmanager_notifications_failed_total[15m])) > ${threshold}`,
  windowSeconds: 900,
  forSeconds: 60,
  summary: {
    pt: 'Avisos por {{ $labels.integration }} não chegam',
    en: 'Notices by {{ $labels.integration }} do not arrive',
  },
  description: {
    pt: 'Este aviso vem pelos outros caminhos, se houver.',
    en: 'This notice comes by the other ways, if there are any.',
  },
  runbook: {
    causes: [
      'The secret is wrong or was withdrawn.',
      'The house has no internet.',
      'The service at the other end is down or limits the rate.',
    ],
    steps: [
      '`mordomo alert test` sends one through each way and says what the other end answered.',
      'Put the new secret into its file and run it again.',
    ],
  },
  tests: {
    fires: {
      series: { [ofBackend('alertmanager_notifications_failed_total', 'alertmanager', ofAlertmanager)]: '0+15x120' },
      labels: { ...backendLabels('alertmanager'), integration: 'telegram' },
      shown: '1.00/s',
    },
    quiet: [
      {
        name: 'failed long ago',
        series: { [ofBackend('alertmanager_notifications_failed_total', 'alertmanager', ofAlertmanager)]: '4x120' },
      },
    ],
  },
};

export const noAlertmanager: AlertDefinition = {
  name: 'NoAlertmanager',
  severity: 'warning',
  owner: 'stack',
  board: 'backends',
  threshold: 1,
  unit: 'count',
  expression: (threshold) => `prometheus_notifications_alertmanagers_discovered < ${threshold}`,
  windowSeconds: 0,
  forSeconds: 300,
  summary: { pt: 'O Prometheus não conhece nenhum Alertmanager', en: 'Prometheus knows no Alertmanager' },
  description: {
    pt: 'Alertas aparecem nos painéis, mas ninguém é avisado.',
    en: 'Alerts appear on the boards, but nobody is told.',
  },
  runbook: {
    causes: ['The file `alertmanagers.json` beside `prometheus.yml` is missing.'],
    steps: ['`mordomo down` and `mordomo up` write it again.'],
  },
  tests: {
    fires: {
      series: { [ofPrometheus('prometheus_notifications_alertmanagers_discovered')]: '0x60' },
      labels: backendLabels('prometheus'),
      shown: '0',
    },
    quiet: [
      { name: 'there is one', series: { [ofPrometheus('prometheus_notifications_alertmanagers_discovered')]: '1x60' } },
    ],
  },
};

export const watchdog: AlertDefinition = {
  name: 'Watchdog',
  severity: 'none',
  owner: 'stack',
  board: 'backends',
  threshold: 1,
  unit: 'count',
  expression: (threshold) => `vector(${threshold})`,
  windowSeconds: 0,
  forSeconds: 0,
  summary: { pt: 'Os alertas funcionam', en: 'Alerting works' },
  description: {
    pt: 'Sempre ativo: se sumir, ninguém avisa mais nada.',
    en: 'Always active: if it is gone, nobody is told anything any more.',
  },
  runbook: {
    causes: ['It is there: all is well.', 'It is gone: Prometheus, its rules or Alertmanager are down.'],
    steps: [
      '`mordomo status`.',
      'It is the one to hand to a watcher outside the house, as a webhook in Alertmanager’s configuration.',
    ],
  },
  tests: { fires: { series: {}, labels: {}, shown: '1' }, quiet: [] },
};
