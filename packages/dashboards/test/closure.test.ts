/** No panel is empty, no name unknown, no link dead: every board and rule against the real backends, after people have spoken. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boards } from '../src/boards/index.ts';
import { drawnPanelsOf, type Target } from '../src/reading.ts';
import { recordingGroups } from '../src/rules/recording.ts';
import { alertGroups } from '../src/rules/table.ts';
import { askedBy, valuesOf, variableQueriesOf } from './support/asked.ts';
import { ask, filledIn, isEmpty, type View } from './support/grafana.ts';
import { livedInHouse, type LivedInHouse } from './support/lived-in-house.ts';
import { fieldsIn, namesIn } from './support/names.ts';
import { knownFields, knownLabels, knownMetrics } from './support/registered.ts';
import { addressesIn, filesIn, loadedRules } from './support/rules.ts';
import { prometheusExemplars, jaegerSpans, lokiQuery } from '../../../test/support/backends.ts';
import { until } from '../../../test/support/poll.ts';

let lived: LivedInHouse;
const table: string[] = [];

beforeAll(async () => {
  lived = await livedInHouse();
});

afterAll(async () => {
  process.stdout.write(`\n${['board or rules | panels or rules | queries | with data', ...table].join('\n')}\n`);
  await lived?.[Symbol.asyncDispose]();
});

const view = (): View => ({
  endpoints: lived.endpoints,
  from: lived.since - 60,
  to: Date.now() / 1000,
  stepSeconds: 15,
  variables: { trace_id: lived.traceId, search: '' },
});

/** Marks that are there only while something fires. */
const mayBeEmpty = new Set(['Alertas · Alerts']);

describe.each(boards().map((board) => ({ uid: board.uid ?? '', board })))('$uid', ({ uid, board }) => {
  const asked = askedBy(board);

  test('every query has an answer', async () => {
    const missing = await until(
      `data for every query of ${uid}`,
      async () => {
        const empty: string[] = [];
        for (const { panel, target, finestStepSeconds: stepSeconds } of asked) {
          if (!mayBeEmpty.has(panel) && isEmpty(await ask(target, { ...view(), stepSeconds })))
            empty.push(`${panel} ${target.refId}`);
        }
        return empty;
      },
      ({ length }) => length === 0,
    );
    const panels = drawnPanelsOf(board).length;
    table.push(`${uid} | ${panels} | ${asked.length} | ${asked.length - missing.length}`);
    expect(missing).toEqual([]);
  });

  test('every metric, label and log field is registered', async () => {
    const unknown: string[] = [];
    for (const { target } of asked) unknown.push(...(await unknownNamesIn(target)));
    expect(unknown).toEqual([]);
  });

  test('every variable offers values', async () => {
    for (const [name, query] of Object.entries(variableQueriesOf(board))) {
      const values = await valuesOf(query, view());
      expect({ [name]: values.length > 0 }).toEqual({ [name]: true });
    }
  });

  test('every link leads to a board, and gives what that takes', () => {
    const links = JSON.stringify(board).matchAll(/\/d\/([\w-]+)(?:\/[\w-]+)?(?:\?([^"\\]*))?/g);
    for (const [, to, search = ''] of links) expectLink(to ?? '', search);
  });
});

/** Names in a query that nobody records. */
async function unknownNamesIn({ datasource, expr = '' }: Target): Promise<string[]> {
  const query = filledIn(expr, view());
  if (datasource.type === 'loki') return fieldsIn(query).filter((name) => !knownFields.has(name));
  if (datasource.type !== 'prometheus') return [];
  const { metrics, labels } = await namesIn(lived.endpoints, query);
  return [...metrics.filter((name) => !knownMetrics.has(name)), ...labels.filter((name) => !knownLabels.has(name))];
}

/** What a link hands over, the board that it leads to has a variable for. */
function expectLink(uid: string, search: string): void {
  const board = boards().find((each) => each.uid === uid);
  expect(board?.uid).toBe(uid);
  const variables = new Set((board?.templating?.list ?? []).map(({ name }) => name));
  const given = [...search.matchAll(/var-(\w+)=/g)].map(([, name]) => name ?? '');
  expect(given.filter((name) => !variables.has(name))).toEqual([]);
}

const promql = (expr: string): Target => ({
  refId: 'A',
  datasource: { type: 'prometheus', uid: 'prometheus' },
  expr,
  instant: true,
});

/** Series that begin with a fault that nothing here has: the tests of the alerts bring about each of them. */
const beginWithFault = [
  /"otelcol_exporter_(send|enqueue)_failed_\w+"/, // a backend rejects for good, or a queue on disk is full
  /fate="dropped"/, // a spool is full, or too old
  /"alertmanager_notifications_failed_total"/, // somebody is told, and cannot be reached
  /status=~"5\.\."/, // a request fails in an API
];

describe.each([...recordingGroups, ...alertGroups].map(({ name }) => name))('the rules %s', (group) => {
  test('are evaluated, and everything that they read or record is there', async () => {
    const inTable = [
      ...recordingGroups.filter(({ name }) => name === group).flatMap(({ rules }) => rules.map(({ record }) => record)),
      ...alertGroups.filter(({ name }) => name === group).flatMap(({ alerts }) => alerts.map(({ name }) => name)),
    ];
    const rules = await until(
      `the rules ${group}`,
      () => loadedRules(lived.endpoints, group),
      (loaded) => loaded.every(({ health }) => health === 'ok'),
      90_000,
    );
    expect(rules.map(({ name }) => name)).toEqual(inTable);
    const read = new Set<string>();
    for (const { query, type, name } of rules) {
      if (type === 'recording') read.add(`{__name__="${name}"}`);
      for (const selector of (await namesIn(lived.endpoints, query)).selectors) read.add(selector);
    }
    const missing = await until(
      `data for every rule of ${group}`,
      async () => {
        const empty: string[] = [];
        for (const selector of read)
          if (isEmpty(await ask(promql(`last_over_time(${selector}[1h])`), view()))) empty.push(selector);
        return empty.filter((selector) => !beginWithFault.some((pattern) => pattern.test(selector)));
      },
      ({ length }) => length === 0,
      90_000,
    );
    table.push(`rules ${group} | ${rules.length} | ${read.size} | ${read.size - missing.length}`);
  });

  test('name only what is registered', async () => {
    const unknown: string[] = [];
    for (const { query } of await loadedRules(lived.endpoints, group))
      unknown.push(...(await unknownNamesIn(promql(query))));
    expect(unknown).toEqual([]);
  });

  test('lead to boards, pages and addresses that are there', async () => {
    const alerts = (await loadedRules(lived.endpoints, group)).filter(({ type }) => type === 'alerting');
    for (const { annotations: { dashboard = '', runbook_url: page = '' } = {} } of alerts) {
      const [, to = '', search = ''] = /^\/d\/([\w-]+)\?(.+)$/.exec(dashboard) ?? [];
      expectLink(to, search);
      expect([page, ...filesIn(page)].filter((file) => !existsSync(file))).toEqual([]);
      for (const address of addressesIn(page, lived.endpoints)) {
        const { status } = await fetch(address);
        expect({ page, address, status }).toEqual({ page, address, status: 200 });
      }
    }
  });
});

test('from every chart with exemplars one comes to a trace, its log lines, and back to the metric', async () => {
  const charts = boards().flatMap((board) => askedBy(board).filter(({ target }) => target.exemplar === true));
  expect(charts.length).toBeGreaterThan(20);
  const withoutTrace = await until(
    'a trace from every chart',
    async () => {
      const missing: string[] = [];
      for (const { panel, target } of charts) if (!(await leadsToTrace(target))) missing.push(panel);
      return missing;
    },
    ({ length }) => length === 0,
    60_000,
  );
  expect(withoutTrace).toEqual([]);
  const lines = await lokiQuery(lived.endpoints, `{container=~".+"} | trace_id="${lived.traceId}"`);
  expect(lines.length).toBeGreaterThan(0);
});

/** Whether one of its exemplars is of a trace that Jaeger has. */
async function leadsToTrace({ expr = '' }: Target): Promise<boolean> {
  const series = await prometheusExemplars(lived.endpoints, filledIn(expr, view()));
  const traceId = series.flatMap(({ exemplars }) => exemplars).findLast(({ labels }) => 'trace_id' in labels)?.labels[
    'trace_id'
  ];
  return traceId !== undefined && (await jaegerSpans(lived.endpoints, traceId)).length > 0;
}

describe('the queries of the source documents', () => {
  /** Nobody says it in a house that is well. */
  const findsNothing = new Set(['{container="whisper-asr"} |= "timeout"']);
  const queries = [...readFileSync('docs/source-queries.md', 'utf8').matchAll(/^\| `(.+?)` \|/gm)].map(
    ([, query = '']) => query.replaceAll(String.raw`\|`, '|'),
  );

  test.each(queries)('%s', async (query) => {
    const isLogQl = /\{(container|level)=/.test(query);
    const type = isLogQl ? 'loki' : 'prometheus';
    const target: Target = { refId: 'A', datasource: { type, uid: type }, expr: query };
    const answer = await until(
      query,
      () => ask(target, view()),
      (seen) => !isEmpty(seen) || findsNothing.has(query),
    );
    expect(isEmpty(answer)).toBe(findsNothing.has(query));
  });
});
