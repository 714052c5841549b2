/** Turn: one turn, its trace, its log lines, and the metrics around it. Links from everywhere lead here. */
import { TextBoxVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { series } from '../panels/charts.ts';
import { logs, trace } from '../panels/records.ts';
import { linesOfTrace } from '../queries/logql.ts';
import { mean, quantile } from '../queries/promql.ts';
import { text } from '../text.ts';
import { boardUids } from './uids.ts';

const traceId = '$trace_id';

const around = {
  title: text('Ao redor do turno', 'Around the turn'),
  panels: [
    logs({
      title: text('Registros do turno', 'Log lines of the turn'),
      about: text(
        'O que todos os serviços disseram neste turno; abrir uma linha leva à página do turno e ao Jaeger.',
        'What all services said in this turn; opening a line leads to the turn’s page and to Jaeger.',
      ),
      unit: 'none',
      width: 12,
      height: 12,
      logql: linesOfTrace(traceId),
    }),
    series({
      title: text('Espera pela resposta ao redor', 'Wait for the reply around it'),
      about: text(
        'Como a casa respondia naquela hora, p50 e p95; se tudo estava lento, a causa não é deste turno.',
        'How the house replied at that time, p50 and p95; if all was slow, the cause is not in this turn.',
      ),
      unit: 's',
      width: 6,
      height: 12,
      queries: [
        { promql: quantile(0.5, metrics.responseLatency), legend: 'p50' },
        { promql: quantile(0.95, metrics.responseLatency), legend: 'p95', hasExemplars: true },
      ],
    }),
    series({
      title: text('Partes da espera ao redor', 'Parts of the wait around it'),
      about: text(
        'De que a espera era feita naquela hora; compare com as barras do traço acima.',
        'What the wait was made of at that time; compare with the bars of the trace above.',
      ),
      unit: 's',
      width: 6,
      height: 12,
      isStacked: true,
      queries: [{ promql: mean(metrics.criticalPath, { by: ['part'] }), legend: '{{part}}' }],
    }),
  ],
};

/** The board. */
export const turn = () =>
  board({
    uid: boardUids.turn,
    title: text('Turn', 'Turn'),
    about: text('Por que este turno demorou?', 'Why did this turn take so long?'),
    variables: [
      new TextBoxVariableBuilder('trace_id')
        .label('Turno')
        .description('Trace id of the turn: links from charts, log lines and lists fill it in')
        .defaultValue(''),
    ],
    top: [
      trace({
        title: text('O turno', 'The turn'),
        about: text(
          'As etapas do turno no tempo; a barra mais longa antes do primeiro som é o que a pessoa esperou.',
          'The stages of the turn over time; the longest bar before the first audio is what the user waited for.',
        ),
        unit: 'none',
        width: 24,
        height: 16,
        query: { traceId },
      }),
    ],
    rows: [around],
  });
