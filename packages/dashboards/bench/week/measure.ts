/** How long each query of every board takes. */
import type { RunningStack } from '@mordomo/stack';
import { boards } from '../../src/boards/index.ts';
import { median } from '../../../../test/support/median.ts';
import { askedBy, valuesOf, variableQueriesOf } from '../../test/support/asked.ts';
import { ask, filledIn, isEmpty, type View } from '../../test/support/grafana.ts';
import { workedMs } from './processor.ts';

export interface Measured {
  readonly board: string;
  /** The panel's title, or the variable's name. */
  readonly what: string;
  readonly query: string;
  /** Until the answer is there: the median of several times. */
  readonly tookMs: number;
  /** Time of the processor that the backend needed for it: what counts on a busy machine. The least of several times. */
  readonly workedMs: number;
  readonly isEmpty: boolean;
}

const screenWidth = 1600;
/** Grafana's steps, in seconds. */
const roundSteps = [15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600];

/** A point for every pixel, as Grafana asks for, in round steps. */
function stepOf(rangeSeconds: number, columns: number): number {
  const exact = rangeSeconds / ((columns / 24) * screenWidth);
  return roundSteps.findLast((step) => step <= exact * 1.25) ?? 15;
}

const times = 3;
/** Between two times: nobody asks for the very same seconds, which a cache would answer. */
const laterSeconds = 7;

interface Question {
  readonly board: string;
  readonly what: string;
  readonly query: string;
  /** The part of the stack that answers. */
  readonly backend: string;
  readonly columns: number;
  readonly finestStepSeconds: number;
  /** @returns whether it found nothing */
  readonly ask: (view: View) => Promise<boolean>;
}

const questions = (): Question[] =>
  boards().flatMap((board) => [
    ...askedBy(board).map(({ panel, target, width, finestStepSeconds }) => ({
      board: board.uid ?? '',
      what: panel,
      query: target.expr ?? target.query ?? target.queryType ?? '',
      backend: target.datasource.type,
      columns: width,
      finestStepSeconds,
      ask: async (view: View) => isEmpty(await ask(target, view)),
    })),
    ...Object.entries(variableQueriesOf(board)).map(([name, query]) => ({
      board: board.uid ?? '',
      what: `$${name}`,
      query,
      backend: query.includes('{') ? 'prometheus' : 'loki',
      columns: 24,
      finestStepSeconds: 60,
      ask: async (view: View) => (await valuesOf(query, view)).length === 0,
    })),
  ]);

/** @param end of the data, in seconds since the epoch */
export async function measured(
  { endpoints, parts }: Pick<RunningStack, 'endpoints' | 'parts'>,
  end: number,
  rangeSeconds: number,
  traceId: string,
): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const { ask: once, columns, finestStepSeconds, query, backend, ...question } of questions()) {
    const pid = parts.find(({ name }) => name === backend)?.process?.pid ?? 0;
    const shown = {
      endpoints,
      stepSeconds: Math.max(stepOf(rangeSeconds, columns), finestStepSeconds),
      variables: { trace_id: traceId, search: '' },
    };
    const viewUntil = (to: number): View => ({ ...shown, from: to - rangeSeconds, to });
    const [took, worked]: [number[], number[]] = [[], []];
    let found = false;
    for (let time = times; time > 0; time -= 1) {
      const [begin, idle] = [performance.now(), workedMs(pid)];
      found = !(await once(viewUntil(end - time * laterSeconds))) || found;
      took.push(performance.now() - begin);
      worked.push(workedMs(pid) - idle);
    }
    const asked = filledIn(query, viewUntil(end));
    results.push({ ...question, query: asked, tookMs: median(took), workedMs: Math.min(...worked), isEmpty: !found });
  }
  return results;
}
