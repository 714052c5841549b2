/** Collector & backends: whether telemetry arrives, and what watches the house is itself in order. */
import { metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { foreign, type ForeignMetric } from '../foreign-metrics.ts';
import { series } from '../panels/charts.ts';
import { stat } from '../panels/values.ts';
import { largest, now, orNothing, orZero, perSecond, share, total } from '../queries/promql.ts';
import type { Query } from '../queries/targets.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { boardUids } from './uids.ts';

/** The same of each signal. */
const bySignal = (
  spans: ForeignMetric,
  points: ForeignMetric,
  records: ForeignMetric,
  query: (metric: ForeignMetric) => string,
): Query[] => [
  { promql: query(spans), legend: 'traces' },
  { promql: query(points), legend: 'metrics' },
  { promql: query(records), legend: 'logs' },
];
const rate = (metric: ForeignMetric) => perSecond(metric);
const rateOrZero = (metric: ForeignMetric) => orZero(perSecond(metric));

const passage = {
  title: text('A passagem', 'The passage'),
  panels: [
    series({
      title: text('Recebido', 'Received'),
      about: text(
        'Itens por segundo que os serviços entregam ao coletor; zero diz que ninguém o alcança.',
        'Items per second that the services hand to the collector; zero means that nobody reaches it.',
      ),
      unit: 'cps',
      width: 6,
      queries: bySignal(foreign.acceptedSpans, foreign.acceptedPoints, foreign.acceptedLogs, rate),
    }),
    series({
      title: text('Entregue', 'Delivered'),
      about: text(
        'Itens por segundo que Jaeger, Prometheus e Loki aceitam; abaixo do recebido, uma fila cresce.',
        'Items per second that Jaeger, Prometheus and Loki take; below what is received, a queue grows.',
      ),
      unit: 'cps',
      width: 6,
      queries: bySignal(foreign.sentSpans, foreign.sentPoints, foreign.sentLogs, rate),
    }),
    series({
      title: text('Recusado', 'Refused'),
      about: text(
        'Itens que o coletor devolve por falta de memória; os serviços os guardam e tentam de novo: dê memória a ele.',
        'Items that the collector sends back for want of memory; the services keep them and try again: give it memory.',
      ),
      unit: 'cps',
      width: 6,
      limit: { above: 0.001 },
      queries: bySignal(foreign.refusedSpans, foreign.refusedPoints, foreign.refusedLogs, rateOrZero),
    }),
    series({
      title: text('Falhado', 'Failed'),
      about: text(
        'Itens que um banco não aceitou; se ele voltar dentro de 72 h nada se perde: veja a fila ao lado.',
        'Items that a backend did not take; if it comes back within 72 h nothing is lost: see the queue beside it.',
      ),
      unit: 'cps',
      width: 6,
      limit: { above: 0.001 },
      queries: bySignal(foreign.failedSpans, foreign.failedPoints, foreign.failedLogs, rateOrZero),
    }),
    series({
      title: text('Filas', 'Queues'),
      about: text(
        'Parte de cada fila em disco que está ocupada; acima da linha o banco dela está fora ou lento demais.',
        'How full each queue on disk is; above the line its backend is down or too slow.',
      ),
      unit: 'percentunit',
      width: 8,
      limit: { above: thresholds.queueShare },
      queries: [
        {
          promql: share(now(foreign.queueSize, { by: ['exporter'] }), now(foreign.queueCapacity, { by: ['exporter'] })),
          legend: '{{exporter}}',
        },
      ],
    }),
    series({
      title: text('Deixado de fora', 'Left out'),
      about: text(
        'Pontos e registros velhos ou malformados que o coletor não passa adiante; veja no registro dele quem os manda.',
        'Points and records, too old or malformed, that the collector does not pass on; its own log says who sends them.',
      ),
      unit: 'cps',
      width: 8,
      limit: { above: 0.001 },
      queries: [
        { promql: orZero(perSecond(foreign.filteredPoints)), legend: 'metrics' },
        { promql: orZero(perSecond(foreign.filteredLogs)), legend: 'logs' },
      ],
    }),
    stat({
      title: text('Perdido nos serviços', 'Lost in the services'),
      about: text(
        'Itens que os serviços desistiram de enviar no período, por motivo; size e age pedem um coletor que volte antes.',
        'Items that services gave up sending in the time shown, by reason; size and age call for a collector that comes back sooner.',
      ),
      unit: 'short',
      width: 8,
      height: 8,
      decimals: 0,
      limit: { above: 1 },
      query: {
        promql: orNothing(total(metrics.telemetryItems, { where: { fate: 'dropped' }, by: ['signal', 'reason'] })),
        legend: '{{signal}} {{reason}}',
      },
    }),
  ],
};

const stores = {
  title: text('Os bancos', 'The backends'),
  panels: [
    stat({
      title: text('Séries no Prometheus', 'Series in Prometheus'),
      about: text(
        'Séries em memória; acima da linha um rótulo tem valores demais: procure-o em /tsdb-status.',
        'Series in memory; above the line a label has too many values: look for it at /tsdb-status.',
      ),
      unit: 'short',
      width: 4,
      height: 6,
      limit: { above: thresholds.headSeries },
      query: { promql: largest(foreign.headSeries) },
    }),
    stat({
      title: text('Exemplares por segundo', 'Exemplars per second'),
      about: text(
        'Pontos que ligam métricas a turnos; zero enquanto se fala com a casa deixa os gráficos sem links.',
        'Points that link metrics to turns; zero while somebody speaks leaves charts without links.',
      ),
      unit: 'cps',
      width: 4,
      height: 6,
      query: { promql: perSecond(foreign.exemplars) },
    }),
    stat({
      title: text('Regras que falham', 'Rules that fail'),
      about: text(
        'Regras que o Prometheus não conseguiu avaliar no período; acima de zero alertas podem faltar.',
        'Rules that Prometheus could not evaluate in the time shown; above zero alerts may be missing.',
      ),
      unit: 'short',
      width: 4,
      height: 6,
      limit: { above: 1 },
      query: { promql: orZero(total(foreign.ruleFailures)) },
    }),
    series({
      title: text('Gravado por segundo', 'Stored per second'),
      about: text(
        'Amostras no Prometheus e registros no Loki; um salto enche o disco antes do prazo.',
        'Samples in Prometheus and lines in Loki; a jump fills the disk ahead of time.',
      ),
      unit: 'cps',
      width: 6,
      height: 6,
      queries: [
        { promql: perSecond(foreign.ingestedSamples), legend: 'amostras' },
        { promql: perSecond(foreign.lokiLines), legend: 'registros' },
      ],
    }),
    series({
      title: text('Tamanho em disco', 'Size on disk'),
      about: text(
        'Diário do Prometheus e índice do Jaeger; se crescem sem parar, a retenção não apaga.',
        'Write-ahead log of Prometheus and index of Jaeger; if they grow without end, retention does not delete.',
      ),
      unit: 'bytes',
      width: 6,
      height: 6,
      queries: [
        { promql: largest(foreign.walBytes), legend: 'Prometheus' },
        { promql: largest(foreign.jaegerKeys), legend: 'Jaeger' },
      ],
    }),
    series({
      title: text('Memória de cada parte', 'Memory of each part'),
      about: text(
        'Memória do coletor e dos bancos; perto do limite do contêiner o sistema os encerra.',
        'Memory of the collector and the backends; near the limit of the container the system ends them.',
      ),
      unit: 'bytes',
      width: 8,
      queries: [
        { promql: now(foreign.residentMemory, { by: ['job'] }), legend: '{{job}}' },
        { promql: now(foreign.collectorMemory, { by: ['job'] }), legend: '{{job}}' },
      ],
    }),
    series({
      title: text('Bytes no Loki', 'Bytes in Loki'),
      about: text(
        'Bytes de registros por segundo; muitos fluxos para poucos bytes são rótulos demais.',
        'Bytes of log lines per second; many streams for few bytes are too many labels.',
      ),
      unit: 'Bps',
      width: 8,
      queries: [{ promql: perSecond(foreign.lokiBytes), legend: 'bytes' }],
    }),
    stat({
      title: text('Fluxos no Loki', 'Streams in Loki'),
      about: text(
        'Fluxos em memória: um para cada contêiner, instância e nível; milhares pedem menos rótulos.',
        'Streams in memory: one for each container, instance and level; thousands call for fewer labels.',
      ),
      unit: 'short',
      width: 4,
      height: 8,
      query: { promql: now(foreign.lokiStreams) },
    }),
    stat({
      title: text('Carga da máquina', 'Load of the machine'),
      about: text(
        'Quantos programas queriam o processador nos últimos 5 minutos; acima do número de núcleos tudo espera.',
        'How many programs wanted the processor over five minutes; above the number of cores everything waits.',
      ),
      unit: 'none',
      width: 4,
      height: 8,
      decimals: 1,
      query: { promql: largest(foreign.hostLoad) },
    }),
  ],
};

/** The board. */
export const backends = () =>
  board({
    uid: boardUids.backends,
    title: text('Collector & backends', 'Collector and backends'),
    about: text(
      'A telemetria chega, e quem vigia a casa está bem?',
      'Does telemetry arrive, and is what watches the house in order?',
    ),
    rows: [passage, stores],
  });
