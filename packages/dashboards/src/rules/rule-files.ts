/** The rules as Prometheus reads them, and their tests as promtool runs them. */
import { stringify } from 'yaml';
import { boardUids } from '../boards/uids.ts';
import {
  duration,
  isPushed,
  shownNumber,
  shownThreshold,
  type AlertDefinition,
  type AlertGroup,
  type Series,
} from './alert.ts';
import { recordingGroups } from './recording.ts';

const header = '# Generated from packages/dashboards/src/rules by "npm run generate"; do not edit.\n';
const yaml = (value: object): string => header + stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** Labels that every alert of a definition carries besides those of its expression. */
function ownLabels(alert: AlertDefinition): Record<string, string> {
  const { severity, owner } = alert;
  return { severity, ...(isPushed(alert) && severity !== 'critical' && { notify: 'true' }), owner };
}

const hasContainer = ({ tests }: AlertDefinition): boolean => 'container' in tests.fires.labels;

/** The board's address within Grafana; whoever shows it puts Grafana's own before it. */
const boardPath = (alert: AlertDefinition): string =>
  `/d/${boardUids[alert.board]}?orgId=1${hasContainer(alert) ? '&var-container={{ $labels.container }}' : ''}`;

/** `summary` and `description` are Portuguese, as the household is. */
const annotations = (alert: AlertDefinition): Record<string, string> => ({
  summary: alert.summary.pt,
  summary_en: alert.summary.en,
  description: alert.description.pt,
  description_en: alert.description.en,
  value: shownNumber(alert),
  threshold: shownThreshold(alert),
  dashboard: boardPath(alert),
  runbook_url: `docs/runbooks/${alert.name}.md`,
  __dashboardUid__: boardUids[alert.board],
});

const interval = (seconds: number | undefined) => (seconds === undefined ? {} : { interval: duration(seconds) });

const alertRules = ({ name, intervalSeconds, alerts }: AlertGroup) => ({
  groups: [
    {
      name,
      ...interval(intervalSeconds),
      rules: alerts.map((alert) => ({
        alert: alert.name,
        expr: alert.expression(alert.threshold),
        ...(alert.forSeconds > 0 && { for: duration(alert.forSeconds) }),
        ...(alert.keepFiringSeconds !== undefined && { keep_firing_for: duration(alert.keepFiringSeconds) }),
        labels: ownLabels(alert),
        annotations: annotations(alert),
      })),
    },
  ],
});

const recordingRules = {
  groups: recordingGroups.map(({ name, intervalSeconds, rules }) => ({
    name,
    ...interval(intervalSeconds),
    rules: rules.map(({ record, expression }) => ({ record, expr: expression })),
  })),
};

/** Fills in what Prometheus would. */
function filledIn(template: string, { labels, shown }: AlertDefinition['tests']['fires']): string {
  const number = shown.replace(/[^\d.].*$/, '');
  return template
    .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '')
    .replace(/\{\{ \$value[^}]*\}\}/g, number);
}

/** The time by which it must fire: its window, its `for`, and a minute. */
const firesAt = ({ windowSeconds, forSeconds }: AlertDefinition) => duration(windowSeconds + forSeconds + 60);

function alertTests(alert: AlertDefinition, stepSeconds: number) {
  const { fires, quiet } = alert.tests;
  const common = { interval: duration(stepSeconds) };
  const eval_time = firesAt(alert);
  const expected = {
    exp_labels: { ...ownLabels(alert), ...fires.labels },
    exp_annotations: Object.fromEntries(
      Object.entries(annotations(alert)).map(([key, text]) => [
        key,
        key === 'value' ? fires.shown : filledIn(text, fires),
      ]),
    ),
  };
  return [
    {
      name: `${alert.name} fires`,
      ...common,
      input_series: inputSeries(fires.series),
      alert_rule_test: [{ eval_time, alertname: alert.name, exp_alerts: [expected] }],
    },
    ...quiet.map(({ name, series }) => ({
      name: `${alert.name} does not fire: ${name}`,
      ...common,
      input_series: inputSeries(series),
      alert_rule_test: [{ eval_time, alertname: alert.name, exp_alerts: [] }],
    })),
  ];
}

const inputSeries = (series: Series) => Object.entries(series).map(([name, values]) => ({ series: name, values }));

/** Computing them in every test would take minutes. */
const usesRecordings = (alerts: readonly AlertDefinition[]): boolean =>
  recordingGroups.some(({ rules }) =>
    rules.some(({ record }) => alerts.some((alert) => alert.expression(alert.threshold).includes(record))),
  );

const ruleTests = ({ name, testStepSeconds, alerts }: AlertGroup) => ({
  rule_files: [...(usesRecordings(alerts) ? ['../rules/recording.yaml'] : []), `../rules/${name}.yaml`],
  // By chance otherwise: an alert may then see what was recorded one step before.
  ...(usesRecordings(alerts) && { group_eval_order: [...recordingGroups.map((group) => group.name), name] }),
  evaluation_interval: duration(testStepSeconds),
  tests: alerts.flatMap((alert) => alertTests(alert, testStepSeconds)),
});

/** Every file of rules and of their tests, by its path. */
export const ruleFiles = (groups: readonly AlertGroup[]): Record<string, string> => ({
  'compose/config/rules/recording.yaml': yaml(recordingRules),
  ...Object.fromEntries(groups.map((group) => [`compose/config/rules/${group.name}.yaml`, yaml(alertRules(group))])),
  ...Object.fromEntries(
    groups.map((group) => [`compose/config/tests/${group.name}.test.yaml`, yaml(ruleTests(group))]),
  ),
});
