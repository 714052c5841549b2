import type { Span } from './model.ts';

/** The end of the root waited for `spanId` from `startUs` to `endUs` (microseconds since the epoch, Jaeger's resolution). */
export interface PathSection {
  readonly spanId: string;
  readonly startUs: number;
  readonly endUs: number;
}

interface Node {
  readonly span: Span;
  readonly parent: Node | undefined;
  readonly startUs: number;
  readonly endUs: number;
  /** By end, latest last; consumed while the path is walked. */
  readonly children: Node[];
}

/**
 * The critical path below `root` by the rules of Jaeger's UI, in order of time; its sections together last as long as the root.
 *
 * Jaeger (1) leaves out a CONSUMER below a PRODUCER with everything under it, (2) cuts children to their parent's time and
 * drops the ones outside of it, (3) walks backwards from the end of the root: into the child that finished last, and on
 * from its start to the child that finished last *strictly before* that.
 */
export function criticalPath(spans: readonly Span[], root: Span): PathSection[] {
  const path: PathSection[] = [];
  let node: Node = buildTree(spans, root);
  // Undefined while a span is entered from its end; its child's start when the walk comes back to it.
  let returnedAtUs: number | undefined;
  for (;;) {
    const child = takeLastFinishing(node.children, returnedAtUs);
    const endUs = returnedAtUs ?? node.endUs;
    const startUs = child?.endUs ?? node.startUs;
    if (endUs > startUs) path.push({ spanId: node.span.spanId, startUs, endUs });
    if (child !== undefined) {
      node = child;
      returnedAtUs = undefined;
    } else if (node.parent !== undefined) {
      returnedAtUs = node.startUs;
      node = node.parent;
    } else return path.toReversed();
  }
}

/** Removes and returns the child that finished last (strictly before `beforeUs`); later ones can never be on the path again. */
function takeLastFinishing(children: Node[], beforeUs = Infinity): Node | undefined {
  let child = children.pop();
  while (child !== undefined && child.endUs >= beforeUs) child = children.pop();
  return child;
}

function buildTree(spans: readonly Span[], root: Span): Node {
  const childrenOf = Map.groupBy(spans, (span) => span.parentSpanId);
  const { startUs, endUs } = microseconds(root);
  const rootNode: Node = { span: root, parent: undefined, startUs, endUs, children: [] };
  const pending = [rootNode];
  const seen = new Set([root.spanId]); // broken data may hold a cycle
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    for (const span of childrenOf.get(parent.span.spanId) ?? []) {
      if (seen.has(span.spanId) || isAsynchronous(parent.span, span)) continue;
      seen.add(span.spanId);
      const child = cutToParent(span, parent);
      if (child !== undefined) parent.children.push(child);
    }
    // Of several that end together Jaeger takes the one that started first.
    parent.children.sort((a, b) => a.endUs - b.endUs || b.startUs - a.startUs);
    pending.push(...parent.children);
  }
  return rootNode;
}

function isAsynchronous(parent: Span, child: Span): boolean {
  return parent.kind === 'producer' && child.kind === 'consumer';
}

function cutToParent(span: Span, parent: Node): Node | undefined {
  const { startUs, endUs } = microseconds(span);
  const isBefore = startUs < parent.startUs && endUs <= parent.startUs;
  if (isBefore || startUs >= parent.endUs) return undefined;
  return {
    span,
    parent,
    startUs: Math.max(startUs, parent.startUs),
    endUs: Math.min(endUs, parent.endUs),
    children: [],
  };
}

/** Start and duration are cut to microseconds each, as Jaeger's model does. */
function microseconds(span: Span): { startUs: number; endUs: number } {
  const startUs = Number(span.startNs / 1000n);
  return { startUs, endUs: startUs + Number((span.endNs - span.startNs) / 1000n) };
}
