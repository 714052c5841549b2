import type { Span, Turn } from './model.ts';

export interface TreeSpan {
  readonly span: Span;
  /** 0 for the root, and for a span whose parent is missing. */
  readonly depth: number;
}

/** The spans of a turn as a tree, depth first, children in order of start; the first `maxSpans` of them. */
export function spanTree({ spans, orphans }: Pick<Turn, 'spans' | 'orphans'>, maxSpans: number): TreeSpan[] {
  const childrenOf = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
  const isTop = new Set(orphans);
  const pending = spans
    .filter((span) => span.parentSpanId === undefined || isTop.has(span))
    .map((span) => ({ span, depth: 0 }))
    .toReversed();
  const tree: TreeSpan[] = [];
  for (let next = pending.pop(); next !== undefined && tree.length < maxSpans; next = pending.pop()) {
    const depth = next.depth + 1;
    tree.push(next);
    const children = childrenOf.get(next.span.spanId) ?? [];
    pending.push(...children.map((span) => ({ span, depth })).toReversed());
  }
  return tree;
}
