/** Turns that try the page: very large ones, and ones that mean harm. */
import type { Turn } from '../../src/index.ts';
import type { LineSpec, SpanSpec } from '../../src/testing/otlp-builder.ts';
import { turnOf, turnSpans } from '../../src/testing/turns.ts';

/** As many attributes as instrumented services give their spans. */
const tenAttributes = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`http.request.attribute_${index}`, `value ${index} of an ordinary length`]),
);

/** A voice turn with so many spans below its stages, and as many log lines. */
export function largeTurn(size: number): Turn {
  const below = Array.from({ length: size - turnSpans.length }, (_, index): SpanSpec => ({
    id: `s${index}`,
    name: `POST /conversations/:id/messages ${index}`,
    service: ['mordomo-brain', 'mordomo-core-api', 'tts-engine'][index % 3] ?? '',
    startMs: 2320 + index / 4,
    endMs: 2330 + index / 2,
    parent: index % 5 === 0 ? 'brain' : `s${index - 1}`,
    attributes: tenAttributes,
  }));
  const lines = Array.from({ length: size }, (_, index): LineSpec => ({
    service: 'mordomo-brain',
    timeMs: index * 2,
    level: index % 100 === 0 ? 'warn' : 'info',
    body: `stage completed after some work of an ordinary kind, number ${index}`,
    attributes: { 'voice.stage': 'brain', 'voice.duration_seconds': '0.25', 'thread.id': '1', 'thread.name': 'main' },
  }));
  return turnOf([...turnSpans, ...below], lines);
}

/** Strings that would run, load or break out if any place took them for more than text. */
const hostileStrings = [
  '<script>window.harmed = 1</script>',
  '"><img src=x onerror="window.harmed = 2">',
  "' onfocus='window.harmed = 3' autofocus tabindex='1",
  '</script><script>window.harmed = 4</script>',
  '</style><svg onload="window.harmed = 5">',
  'javascript:window.harmed = 6',
  '<!--<script>',
  '${window.harmed = 7}',
  '<iframe srcdoc="<script>parent.harmed = 8</script>"></iframe>',
  '<link rel=stylesheet href=http://127.0.0.1:9/leak>',
  '\u202Egnp.exe\u0000\u2028',
] as const;

/** A voice turn in which every text that telemetry brings is one of them, or all together. */
export function hostileTurn(): Turn {
  const all = hostileStrings.join('');
  const one = (index: number): string => hostileStrings[index % hostileStrings.length] ?? '';
  const spans = turnSpans.map((span, index) => ({
    ...span,
    name: span.id === 'turn' ? span.name : one(index),
    service: one(index),
    attributes: { ...span.attributes, [one(index)]: one(index), 'voice.device': all, 'gen_ai.request.model': all },
  }));
  const lines = hostileStrings.map((text): LineSpec => {
    const attributes = { [text]: text, 'voice.device': text };
    return { service: text, timeMs: 600, level: text, body: text, attributes };
  });
  const turn = turnOf(spans, lines, { jaeger: { status: 'unreachable', spans: 0, message: all } });
  const happenings = (text: string) => ({
    status: 'error' as const,
    statusMessage: text,
    events: [{ timeNs: turn.startNs, name: text, attributes: { [text]: text } }],
    links: [{ traceId: text, spanId: text, attributes: { [text]: text } }],
  });
  return { ...turn, outcome: all, spans: turn.spans.map((span, index) => ({ ...span, ...happenings(one(index)) })) };
}
