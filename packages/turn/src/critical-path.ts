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
 * @param clockToleranceUs By how much the clocks of two services may differ. Where (3) finds nobody at work, a child of
 *   another service that seems to end after the next one began, but by no more than this, is taken to have ended right then
 *   if it worked for longer than this meanwhile. Default 0: exactly Jaeger's rules.
 */
export function criticalPath(spans: readonly Span[], root: Span, clockToleranceUs = 0): PathSection[] {
  const path: PathSection[] = [];
  let node: Node = buildTree(spans, root);
  // The child that the walk came back from; undefined while a span is entered from its end.
  let after: Node | undefined;
  let endUs = node.endUs;
  for (;;) {
    const child = takeLastFinishing(node.children, after, clockToleranceUs);
    const startUs = child === undefined ? node.startUs : Math.min(child.endUs, endUs);
    if (endUs > startUs) path.push({ spanId: node.span.spanId, startUs, endUs });
    if (child !== undefined) {
      node = child;
      after = undefined;
      endUs = startUs;
    } else if (node.parent !== undefined) {
      after = node;
      endUs = node.startUs;
      node = node.parent;
    } else return path.toReversed();
  }
}

/**
 * Removes and returns the child that finished last (strictly before `after` began, if it is given); the later ones are
 * removed too, since they can never be on the path again.
 */
function takeLastFinishing(children: Node[], after: Node | undefined, toleranceUs: number): Node | undefined {
  let child = children.pop();
  if (after === undefined) return child;
  let late: Node | undefined;
  for (; child !== undefined && child.endUs >= after.startUs; child = children.pop()) {
    const isOnOtherClock = child.span.service !== after.span.service;
    if (isOnOtherClock && child.startUs < after.startUs && child.endUs <= after.startUs + toleranceUs) late ??= child;
  }
  if (late === undefined) return child;
  // A service that had handed over before and worked on (a stream) is not what the next one waited for.
  const hadHandedOver = child?.span.service === late.span.service;
  const explainsUs = after.startUs - Math.max(late.startUs, child?.endUs ?? -Infinity);
  if (hadHandedOver || explainsUs <= toleranceUs) return child;
  if (child !== undefined) children.push(child);
  return late;
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
