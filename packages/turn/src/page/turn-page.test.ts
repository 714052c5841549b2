import { expect, test } from 'vitest';
import { attributes } from '@mordomo/semconv';
import { traceId, type SpanSpec } from '../testing/otlp-builder.ts';
import { turnLines, turnOf, turnSpans } from '../testing/turns.ts';
import { renderTurnPage } from './turn-page.ts';

const withRoot = (values: Readonly<Record<string, string>>): SpanSpec[] =>
  turnSpans.map((span) => (span.id === 'turn' ? { ...span, attributes: { ...span.attributes, ...values } } : span));

test('says in one line how the turn ended and how long the wait was', () => {
  expect(renderTurnPage(turnOf(turnSpans))).toContain('<h1>Answered <b>1.11 s</b> after it stopped listening</h1>');
  const silent = turnOf(withRoot({ [attributes.outcome.key]: 'no_speech' }).slice(0, 3));
  expect(renderTurnPage(silent)).toContain('<h1>Heard the wake word, and then nothing, <b>5.00 s</b></h1>');
});

test('says under it which part broke its budget by most of the wait, and else which was the longest', () => {
  const budgets = { [attributes.budgets.key]: 'brain_local=1,stt=0.5' };
  expect(renderTurnPage(turnOf(withRoot(budgets)))).toContain(
    '<p class="cause">Longest part: <b>brain</b>, 585 ms (53 %)</p>',
  );
  const tight = { [attributes.budgets.key]: 'brain_local=0.5,stt=0.1,speaker=0.01' };
  expect(renderTurnPage(turnOf(withRoot(tight)))).toContain(
    '<p class="cause">Most over budget: <b>speech to text</b>, 295 ms instead of 100 ms (3.0×)</p>',
  );
});

test('shows the verdict that the turn itself noted, and nothing in its place that is none', () => {
  expect(renderTurnPage(turnOf(withRoot({ [attributes.verdict.key]: 'slow' })))).toContain(
    '<span class="verdict slow">slow</span>',
  );
  expect(renderTurnPage(turnOf(withRoot({ [attributes.verdict.key]: 'x"onload=' })))).not.toContain('class="verdict');
});

test('draws a bar for every span, solid where it is on the critical path', () => {
  const page = renderTurnPage(turnOf(turnSpans, turnLines));
  expect(page.match(/<rect class="run"/g)).toHaveLength(turnSpans.length);
  // stt: from 2.01 s to 2.305 s of 5 s
  expect(page).toMatch(
    /voice\.stt<.*?<rect class="run" x="40\.2%" width="5\.9%" ?\/><rect class="path" x="40\.2%" width="5\.9%" ?\/>/,
  );
  expect(page).toMatch(/<li class="color-2 beside depth-1"><button[^>]*>(?:(?!<rect).)*voice\.speaker/);
});

test('a trace that is no voice turn is a plain waterfall', () => {
  const page = renderTurnPage(
    turnOf([
      { id: 'get', name: 'GET /history', service: 'shop', startMs: 0, endMs: 80, parent: 'browser' },
      { id: 'db', name: 'query', service: 'shop', startMs: 10, endMs: 70, parent: 'get' },
    ]),
  );
  expect(page).toContain('<h1><bdi>GET /history</bdi> took <b>80 ms</b></h1>');
  expect(page).not.toMatch(/id="wait"|id="budgets"/);
  expect(page.match(/<rect class="path"/g)).toHaveLength(3);
});

test('log lines without a span are a page too', () => {
  const page = renderTurnPage(turnOf([], turnLines));
  expect(page).toContain('<h1>3 log lines, and no span</h1>');
  expect(page).not.toContain('id="waterfall"');
});

test('a page leads to its neighbours only where it is one of several', () => {
  const turn = turnOf(turnSpans);
  expect(renderTurnPage(turn)).not.toContain('href="/');
  const page = renderTurnPage(turn, { neighbours: { previous: 'a'.repeat(32) }, replyUrl: `/reply/${traceId}.wav` });
  expect(page).toContain(`<a href="/turn/${'a'.repeat(32)}" rel="prev">`);
  expect(page).toContain('<span class="nowhere">Next →</span>');
  expect(page).toContain(`src="/reply/${traceId}.wav"`);
});

test('its policy lets nothing run or load but what is in it', () => {
  const page = renderTurnPage(turnOf(turnSpans));
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy).toMatch(
    /^default-src &#39;none&#39;; style-src &#39;sha256-[^ ]+&#39;; script-src( &#39;sha256-[^ ]+&#39;)+; /,
  );
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});
