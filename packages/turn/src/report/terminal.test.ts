import { stripVTControlCharacters } from 'node:util';
import { attributes } from '@mordomo/semconv';
import { expect, test } from 'vitest';
import type { Hops, Turn } from '../model.ts';
import { turnLines, turnOf, turnSpans, withRoot } from '../testing/turns.ts';
import { columnsOf } from './text.ts';
import { renderTurn } from './terminal.ts';

const spool: Hops['spool'] = {
  status: 'found',
  services: 6,
  spans: 11,
  lines: 3,
  series: 9,
  exemplars: 2,
  corruptLines: 0,
};

const plain = { color: false, columns: 100 } as const;

test('the report of a turn: facts, waterfall, time in no stage, log lines, where it was found', () => {
  const turn = turnOf(turnSpans, turnLines, { spool });
  expect(renderTurn(turn, { ...plain, said: 'turn on the light', transcriptMatched: true })).toMatchInlineSnapshot(`
    "voice turn  4bf92f3577b34da6a3ce929d0e0e4736
    said        “turn on the light” · understood word for word
    outcome     answered 2.51 s after the wake word · 5.00 s in 6 services

    stage     service          start    time  share   path  0 s      1 s     2 s      3 s      4 s
    turn      wake-word         0 ms  5.00 s  100 %    1 %  ─────╼───────────╼──╼────╼─╼───────────────╼
    wake      wake-word         0 ms  600 ms   12 %   12 %  ━━━━━╸
    listen    wake-word       605 ms  1.40 s   28 %   28 %       ╺━━━━━━━━━━━╸
    stt       whisper-asr     2.01 s  295 ms    6 %    6 %                   ╺━━╸
    speaker   speaker-id      2.01 s   90 ms    2 %                          ╶╴
    brain     mordomo-brain   2.31 s  1.09 s   22 %   12 %                      ╺━━━━╾────
    tts       tts-engine      2.90 s  200 ms    4 %    4 %                           ╺━╸
    playback  audio-player    3.11 s  1.88 s   38 %   38 %                             ╺━━━━━━━━━━━━━━━━
    tts       tts-engine      3.41 s  190 ms    4 %                                       ─╴

    wake word → first audio   600 ms  2.51 s   50 %              ├─────────────────────┤
    … of it in no stage                20 ms  < 1 %              ╺           ╺  ╺
    waited most for brain             585 ms   12 %                             ╺━━━━╸

    ━ on the critical path: the end of the turn waited for it   ─ beside it

    3 log lines
       600 ms  wake-word         info   turn started
       2.31 s  whisper-asr       info   stage completed  stage=stt duration_seconds=0.295
       3.10 s  tts-engine        warn   voice is slow

    found in
    ✓ Spool       11 spans and 3 log lines of 6 services; 9 series, 2 exemplars of this trace"
  `);
});

test('the report of any other trace: its spans as a tree', () => {
  const turn = turnOf([
    { id: 'get', name: 'GET /history', service: 'mordomo-core-api', startMs: 0, endMs: 80 },
    { id: 'auth', name: 'authorise', service: 'mordomo-core-api', startMs: 2, endMs: 9, parent: 'get' },
    { id: 'db', name: 'query', service: 'mordomo-core-api', startMs: 10, endMs: 70, parent: 'get' },
    { id: 'disk', name: 'read', service: 'mordomo-core-api', startMs: 30, endMs: 69, parent: 'db' },
  ]);
  expect(renderTurn(turn, plain)).toMatchInlineSnapshot(`
    "trace       4bf92f3577b34da6a3ce929d0e0e4736
    took        80 ms in 1 service

    span          service             start    time  share   path  0 ms     20 ms    40 ms     60 ms
    GET /history  mordomo-core-api     0 ms   80 ms  100 %   16 %  ━───╾───────────────────────────╼━━━━
      authorise   mordomo-core-api     2 ms    7 ms    9 %    9 %   ━━━
      query       mordomo-core-api    10 ms   60 ms   75 %   26 %      ╺━━━━━━━━━──────────────────╸
        read      mordomo-core-api    30 ms   39 ms   49 %   49 %                ━━━━━━━━━━━━━━━━━━

    ━ on the critical path: the end of the turn waited for it   ─ beside it"
  `);
});

test('a turn that began without a wake word says how long the reply took, as its page does', () => {
  const started = turnSpans.filter(({ id }) => id !== 'wake');
  const linesOf = (turn: Turn) => renderTurn(turn, plain).split('\n');
  const lines = linesOf(withRoot({ [attributes.speechEndedAt.key]: 1.9 }, started));
  expect(lines[1]).toBe('outcome     answered 1.21 s after the last word · 5.00 s in 6 services');
  expect(lines.find((line) => line.startsWith('last word → first audio'))).toMatch(/ 1\.90 s +1\.21 s +24 % +├─+┤$/);
  expect(lines.filter((line) => line.startsWith('waited most for brain'))).toHaveLength(1);
  expect(linesOf(turnOf(started))[1]).toContain('answered 1.11 s after it stopped listening ·');
});

test('what is missing or doubtful is said', () => {
  const incomplete = turnSpans
    .filter(({ id }) => id !== 'brain')
    .map((span) => (span.id === 'stt' ? { ...span, startMs: -20 } : span));
  const report = renderTurn(turnOf(incomplete, [], { spool: { ...spool, corruptLines: 2 } }), plain);
  expect(report.split('\n').filter((line) => line.startsWith('!'))).toEqual([
    '! The parent of 1 span is missing.',
    '! Spans of whisper-asr begin before the turn: the clocks differ.',
    '! 2 damaged lines skipped.',
  ]);
  const rootless = renderTurn(turnOf(turnSpans.filter(({ id }) => id !== 'turn')), plain);
  expect(rootless).toContain('! The span of the turn itself is missing');
});

test('a backend that did not answer stands where it would have been found', () => {
  const message = 'Loki at http://127.0.0.1:3100 did not answer: nothing listens there.';
  const loki: Hops['loki'] = { status: 'unreachable', lines: 0, message };
  const jaeger: Hops['jaeger'] = { status: 'found', spans: 11 };
  const report = renderTurn(turnOf(turnSpans, [], { jaeger, loki }), plain);
  expect(report.split('\n').slice(-3)).toEqual(['found in', '✓ Jaeger      11 spans', `✗ ${message}`]);
});

test('no line is wider than asked for, whatever the telemetry holds', () => {
  const wide = turnSpans.map((span) => ({ ...span, service: `${span.service} of the house of the 日本 family` }));
  const lines = turnLines.map((line) => ({ ...line, body: `${line.body} 🎉 ${'very long '.repeat(30)}` }));
  const message = `Loki at http://${'a'.repeat(150)}.example did not answer: nothing listens there.`;
  const turn = turnOf(wide, lines, { loki: { status: 'unreachable', lines: 0, message } });
  for (const columns of [80, 100, 120]) {
    const widths = renderTurn(turn, { color: false, columns, said: 'x'.repeat(300) })
      .split('\n')
      .map(columnsOf);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  }
});

test('without colours there is no escape sequence, with them the text is the same', () => {
  const turn = turnOf(turnSpans, turnLines, { spool });
  const colored = renderTurn(turn, { ...plain, color: true });
  expect(renderTurn(turn, plain)).not.toContain('\u001B');
  expect(colored).toContain('\u001B[36m');
  const stripped = stripVTControlCharacters(colored);
  expect(stripped.replaceAll(/ +$/gm, '')).toBe(renderTurn(turn, plain));
});

test('telemetry cannot steer the terminal', () => {
  const hostile = '\u001B[2J\u001B]0;owned\u0007\r\n\u202Eevil';
  const spans = turnSpans.map((span) => ({ ...span, service: `${span.service}${hostile}` }));
  const lines = [{ service: hostile, timeMs: 1, level: hostile, body: hostile }];
  const report = renderTurn(turnOf(spans, lines, { loki: { status: 'nothing', lines: 0, message: hostile } }), plain);
  expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
});

test('a large trace is cut, and says so', () => {
  const root = { id: 'root', name: 'GET /', service: 'mordomo-core-api', startMs: 0, endMs: 100 };
  const calls = Array.from({ length: 60 }, (_, n) => ({ ...root, id: `${n}`, name: `call ${n}`, parent: 'root' }));
  const report = renderTurn(turnOf([root, ...calls]), plain);
  expect(report).toContain('call 38');
  expect(report).not.toContain('call 39');
  expect(report).toContain('… and 21 spans more');
});

test('a long list of log lines is cut, and says so', () => {
  const lines = Array.from({ length: 45 }, (_, timeMs) => ({ service: 'wake-word', timeMs, level: 'info', body: 'x' }));
  const report = renderTurn(turnOf(turnSpans, lines), plain);
  expect(report).toContain('45 log lines');
  expect(report).toContain('… and 15 lines more');
});
