/** The waterfall: one row per span, its bar on the common axis, solid where it is on the critical path. */
import type { Interval, LogLine, Span, Turn } from '../model.ts';
import { spanTree, type TreeSpan } from '../span-tree.ts';
import { count, duration } from '../wording.ts';
import { inChunks } from './chunks.ts';
import { serviceColors } from './colors.ts';
import { html, type Html } from './html.ts';
import { severity } from './log.ts';
import { axis, bar, percentAt, scaleOf, ticksOf } from './timeline.ts';

/** More would make a page that no phone opens; Jaeger shows the rest. */
const maxSpans = 5000;

/** Deeper ones are drawn as deep as this. */
const maxIndent = 9;

export interface Waterfall {
  readonly section: Html;
  /** The spans that have a row, in order. */
  readonly shown: readonly Span[];
}

export function waterfall(turn: Turn): Waterfall {
  const tree = spanTree(turn, maxSpans);
  const scale = scaleOf(turn);
  const omitted = turn.spans.length - tree.length;
  const section = html`
    <section class="waterfall" aria-labelledby="waterfall">
      <h2 id="waterfall">Waterfall</h2>
      <p class="legend color-0">
        <span class="solid">on the critical path: the end waited for it</span>
        <span class="pale">beside it</span>
        ${idleTimes(turn).length > 0 ? html`<span class="gap">between stages</span>` : undefined}
      </p>
      <div class="tools">
        <label>Filter <input type="search" id="filter" placeholder="span, service or log line" autocomplete="off" /></label>
        <label><input type="checkbox" id="only-path" /> only the critical path</label>
      </div>
      <div class="chart">
        <div class="head">${axis(scale)}</div>
        ${backdrop(turn, scale)}
        ${inChunks('spans', rows(turn, tree, scale))}
      </div>
      ${omitted > 0 ? html`<p class="more">… and ${count(omitted, 'span')} more: see Jaeger.</p>` : undefined}
    </section>
  `;
  return { section, shown: tree.map(({ span }) => span) };
}

function rows(turn: Turn, shown: readonly TreeSpan[], scale: Interval): Html[] {
  const pathOf = Map.groupBy(turn.criticalPath, ({ spanId }) => spanId);
  const linesOf = Map.groupBy(turn.logs, ({ spanId }) => spanId);
  const colorOf = serviceColors(turn);
  return shown.map(({ span, depth }, index) => {
    const path = pathOf.get(span.spanId) ?? [];
    const place = `${path.length === 0 ? 'beside' : 'on-path'} depth-${Math.min(depth, maxIndent)}`;
    return html`
      <li class="${colorOf(span.service)} ${place}${span.status === 'error' ? ' failed' : ''}">
        <button type="button" aria-expanded="false" data-span="${index}" data-of="${span.spanId}">
          <span class="label">
            <span class="name">${span.name}</span> <span class="service">${span.service}</span>
          </span> <span class="time">${duration(lengthMs(span))}</span>
          <svg class="bar" aria-hidden="true">
            ${bar('run', timeOf(span, turn), scale)}
            ${path.map((section) => bar('path', section, scale))}
            ${marks(span, linesOf.get(span.spanId) ?? [], turn, scale)}
          </svg>
        </button>
      </li>
    `;
  });
}

/** Behind all bars: the round times, the wait, and where it was for no stage. */
function backdrop(turn: Turn, scale: Interval): Html {
  const lines = ticksOf(scale).map(
    (time) => html`<line x1="${percentAt(time, scale)}" x2="${percentAt(time, scale)}" y2="100%" />`,
  );
  return html`
    <svg class="backdrop" aria-hidden="true">
      ${turn.wait && bar('wait', turn.wait, scale)}
      ${lines}
      ${idleTimes(turn).map((gap) => bar('gap', gap, scale))}
    </svg>
  `;
}

/** Where the user waited, and for no stage. */
const idleTimes = ({ wait }: Turn): Interval[] => wait?.stretches.filter(({ part }) => part === 'unattributed') ?? [];

/** Events of a span and its log lines, each where it happened; what would lie on the same spot is drawn once. */
function marks(span: Span, lines: readonly LogLine[], turn: Turn, scale: Interval): Html[] {
  const at = (timeNs: bigint): string => percentAt(Number(timeNs - turn.startNs) / 1e6, scale);
  const spots = new Map<string, string>();
  for (const { timeNs } of span.events) spots.set(at(timeNs), 'event');
  for (const { timeNs, level } of lines) {
    const kind = severity(level);
    if (kind !== 'line' || !spots.has(at(timeNs))) spots.set(at(timeNs), kind);
  }
  return [...spots].map(([x, kind]) => html`<circle class="${kind}" cx="${x}" r="2" />`);
}

const timeOf = (span: Span, { startNs }: Turn): Interval => ({
  startMs: Number(span.startNs - startNs) / 1e6,
  endMs: Number(span.endNs - startNs) / 1e6,
});

const lengthMs = ({ startNs, endNs }: Span): number => Number(endNs - startNs) / 1e6;
