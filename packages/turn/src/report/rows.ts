/** What the waterfall has a line for: the stages of a turn, or every span of a trace that has none. */
import type { Interval, Span, Turn } from '../model.ts';
import { spanTree } from '../span-tree.ts';

export interface Row extends Interval {
  readonly label: string;
  readonly service: string;
  readonly onCriticalPath: readonly Interval[];
}

/** More would scroll the report off the screen; Jaeger shows the rest. */
const maxSpanRows = 40;

/** @returns the rows, and how many spans had to be left out */
export function rowsOf(turn: Turn): { readonly rows: readonly Row[]; readonly omitted: number } {
  if (turn.stages.length === 0) {
    const rows = spanRows(turn);
    return { rows, omitted: turn.spans.length - rows.length };
  }
  const stages = turn.stages.map((stage) => ({
    ...stage,
    label: stage.stage,
    endMs: stage.startMs + stage.durationMs,
  }));
  const { root } = turn;
  return { rows: root === undefined ? stages : [{ ...spanRow(turn, root), label: 'turn' }, ...stages], omitted: 0 };
}

const spanRows = (turn: Turn): Row[] =>
  spanTree(turn, maxSpanRows).map(({ span, depth }) => {
    const row = spanRow(turn, span);
    return { ...row, label: `${'  '.repeat(depth)}${row.label}` };
  });

function spanRow(turn: Turn, span: Span): Row {
  return {
    label: span.name,
    service: span.service,
    startMs: Number(span.startNs - turn.startNs) / 1e6,
    endMs: Number(span.endNs - turn.startNs) / 1e6,
    onCriticalPath: turn.criticalPath.filter(({ spanId }) => spanId === span.spanId),
  };
}
