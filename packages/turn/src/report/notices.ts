/** What every report says of a turn besides the picture: what to know to trust it, and where it was found. */
import type { Hops, Turn } from '../model.ts';
import { count } from '../wording.ts';

/** What the reader must know to trust the picture, one sentence each. Names in them come from telemetry as they are. */
export function notices({ root, orphans, spans, startNs, hops }: Turn): string[] {
  const early = new Set(spans.filter((span) => span.startNs < startNs).map(({ service }) => service));
  const list: string[] = [];
  if (root === undefined && spans.length > 0) {
    list.push(
      'The span of the turn itself is missing: its process died, the turn still runs, or it is still on its way.',
    );
  }
  if (orphans.length > 0) list.push(`The parent of ${count(orphans.length, 'span')} is missing.`);
  if (early.size > 0) list.push(`Spans of ${[...early].join(', ')} begin before the turn: the clocks differ.`);
  const { corruptLines } = hops.spool;
  if (corruptLines > 0) list.push(`${count(corruptLines, 'damaged line')} skipped.`);
  return list;
}

/** What one place answered. */
export interface HopAnswer {
  readonly name: string;
  /** What was found, or one sentence that says why nothing was. */
  readonly answer: string;
  readonly isFound: boolean;
}

/** What every place answered that was asked for the turn. */
export function hopAnswers({ hops, source }: Turn): HopAnswer[] {
  const { spool, jaeger, loki, prometheus } = hops;
  const metrics = ({ series, exemplars }: { series: number; exemplars: number }): string =>
    `${count(series, 'series')}, ${count(exemplars, 'exemplar')} of this trace`;
  const answers: readonly { readonly name: string; readonly key: keyof Hops; readonly found: string }[] = [
    {
      name: source === 'files' ? 'Files' : 'Spool',
      key: 'spool',
      found: `${count(spool.spans, 'span')} and ${count(spool.lines, 'log line')} of ${count(spool.services, 'service')}; ${metrics(spool)}`,
    },
    { name: 'Jaeger', key: 'jaeger', found: count(jaeger.spans, 'span') },
    { name: 'Loki', key: 'loki', found: count(loki.lines, 'log line') },
    { name: 'Prometheus', key: 'prometheus', found: metrics(prometheus) },
  ];
  return answers
    .filter(({ key }) => hops[key].status !== 'not_asked')
    .map(({ name, key, found }) => ({
      name,
      answer: hops[key].message ?? found,
      isFound: hops[key].message === undefined,
    }));
}
