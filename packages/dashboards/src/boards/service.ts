/** Service: one service, whatever it does: its work, whom it talks to, and how its process is. */
import { metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { foreign } from '../foreign-metrics.ts';
import { heatmap, series } from '../panels/charts.ts';
import { nodeGraph, table } from '../panels/records.ts';
import { selector } from '../queries/names.ts';
import { buckets, largest, mean, now, perSecond, perStep, quantile, share, total } from '../queries/promql.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { boardUids } from './uids.ts';

const failed = { status_code: 'STATUS_CODE_ERROR' } as const;

const work = {
  title: text('Trabalho', 'Work'),
  panels: [
    series({
      title: text('Operações por segundo', 'Operations per second'),
      about: text(
        'Trechos de trabalho terminados, por serviço; zero diz que ninguém pede nada a ele.',
        'Pieces of work that ended, by service; zero means that nobody asks it for anything.',
      ),
      unit: 'cps',
      width: 8,
      queries: [{ promql: perSecond(foreign.spanCalls, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Falhas', 'Failures'),
      about: text(
        'Parte das operações que falhou, por serviço; acima da linha leia os erros dele abaixo.',
        'Share of the operations that failed, by service; above the line read its errors below.',
      ),
      unit: 'percentunit',
      width: 8,
      limit: { above: thresholds.failedShare },
      queries: [
        {
          promql: share(
            `(${perSecond(foreign.spanCalls, { where: failed, by: ['job'] })} or 0 * ${perSecond(foreign.spanCalls, { by: ['job'] })})`,
            perSecond(foreign.spanCalls, { by: ['job'] }),
          ),
          legend: '{{job}}',
        },
      ],
    }),
    series({
      title: text('Duração p95 por operação', 'Duration p95 by operation'),
      about: text(
        'Quanto as operações demoram; a que sobe é a que mudou: os pontos levam a um turno.',
        'How long operations take; the one that rises is the one that changed: the points lead to a turn.',
      ),
      unit: 'ms',
      width: 8,
      queries: [
        {
          promql: `topk(10, ${quantile(0.95, foreign.spanDuration, { by: ['job', 'span_name'] })})`,
          legend: '{{job}} {{span_name}}',
          hasExemplars: true,
        },
      ],
    }),
    table({
      title: text('Operações', 'Operations'),
      about: text(
        'Vezes e duração p95 de cada operação no período; comece pela que mais pesa.',
        'Times and p95 of each operation in the time shown; begin with the one that weighs most.',
      ),
      unit: 'short',
      width: 12,
      height: 10,
      queries: [
        { promql: total(foreign.spanCalls, { by: ['job', 'span_name'] }), isInstant: true },
        {
          promql: quantile(0.95, foreign.spanDuration, { by: ['job', 'span_name'], over: '$__range' }),
          isInstant: true,
        },
      ],
      columns: [
        { name: 'job', title: 'Serviço' },
        { name: 'span_name', title: 'Operação' },
        { name: 'Value #A', title: 'Vezes' },
        { name: 'Value #B', title: 'p95', unit: 'ms' },
      ],
      largestFirst: 'p95',
    }),
    nodeGraph({
      title: text('Quem chama quem', 'Who calls whom'),
      about: text(
        'Os serviços e as chamadas entre eles no período; uma seta que falta é uma ligação que parou.',
        'The services and the calls between them in the time shown; an arrow that is missing is a connection that stopped.',
      ),
      unit: 'short',
      width: 12,
      height: 10,
      query: { isDependencies: true },
    }),
  ],
};

const conversation = {
  title: text('Mensagens e requisições', 'Messages and requests'),
  panels: [
    series({
      title: text('Mensagens enviadas', 'Messages sent'),
      about: text(
        'Mensagens ao NATS por segundo; as com error_type não foram enviadas.',
        'Messages to NATS per second; those with an error_type were not sent.',
      ),
      unit: 'cps',
      width: 6,
      queries: [
        { promql: perSecond(metrics.messagesSent, { by: ['job', 'error.type'] }), legend: '{{job}} {{error_type}}' },
      ],
    }),
    series({
      title: text('Mensagens recebidas', 'Messages received'),
      about: text(
        'Mensagens do NATS por segundo; zero com outros enviando diz que o serviço não escuta.',
        'Messages from NATS per second; zero while others send means that the service does not listen.',
      ),
      unit: 'cps',
      width: 6,
      queries: [{ promql: perSecond(metrics.messagesConsumed, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Tempo por mensagem', 'Time for a message'),
      about: text(
        'Da entrega ao fim do tratamento, p95; se passa do ritmo de chegada, uma fila cresce.',
        'From the delivery to the end of its handling, p95; if it exceeds the pace of arrival, a queue grows.',
      ),
      unit: 's',
      width: 6,
      queries: [
        {
          promql: quantile(0.95, metrics.messageProcessDuration, { by: ['job'] }),
          legend: '{{job}}',
          hasExemplars: true,
        },
      ],
    }),
    series({
      title: text('Requisições HTTP recebidas', 'HTTP requests received'),
      about: text(
        'Espera p95 de quem pede, por rota; acima da linha há alerta de API.',
        'Wait of whoever asks, p95 by route; above the line there is an alert of the API.',
      ),
      unit: 's',
      width: 6,
      limit: { above: thresholds.apiLatencySeconds },
      queries: [
        {
          promql: quantile(0.95, metrics.httpServerRequestDuration, { by: ['job', 'http.route'] }),
          legend: '{{job}} {{http_route}}',
          hasExemplars: true,
        },
      ],
    }),
  ],
};

const process = {
  title: text('Processo', 'Process'),
  panels: [
    series({
      title: text('Atraso do laço de eventos', 'Delay of the event loop'),
      about: text(
        'Quanto o serviço demorou a atender, p99; acima de 100 ms algo o mantém ocupado: mova esse trabalho.',
        'How late the service was, p99; above 100 ms something keeps it busy: move that work elsewhere.',
      ),
      unit: 's',
      width: 6,
      limit: { above: thresholds.loopDelaySeconds },
      queries: [{ promql: largest(metrics.eventLoopDelayP99, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Ocupação do laço de eventos', 'Event loop utilisation'),
      about: text(
        'Parte do tempo em que o laço trabalhou; perto de 1 o serviço não aguenta mais.',
        'Share of the time in which the loop worked; near 1 the service cannot take more.',
      ),
      unit: 'percentunit',
      width: 6,
      limit: { above: thresholds.loopUtilization },
      queries: [{ promql: largest(metrics.eventLoopUtilization, { by: ['job'] }), legend: '{{job}}' }],
    }),
    heatmap({
      title: text('Travadas', 'Stalls'),
      about: text(
        'Vezes em que o próprio código parou o serviço por mais de 100 ms; cada uma atrasa todos os turnos em curso.',
        'Times in which its own code stopped the service for over 100 ms; each delays every turn under way.',
      ),
      unit: 's',
      width: 6,
      buckets: buckets(metrics.eventLoopStall),
      hasNoExemplars: true,
    }),
    series({
      title: text('Memória do JavaScript', 'Memory of JavaScript'),
      about: text(
        'Memória dos valores do programa; se só sobe entre as coletas, há um vazamento.',
        'Memory of the program’s values; if it only rises between collections, there is a leak.',
      ),
      unit: 'bytes',
      width: 6,
      queries: [{ promql: now(metrics.heapUsed, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Coleta de lixo', 'Garbage collection'),
      about: text(
        'Segundos por coleta, em média; longas pedem menos objetos por turno.',
        'Seconds for each collection, as a mean; long ones call for fewer objects in a turn.',
      ),
      unit: 's',
      width: 8,
      queries: [{ promql: mean(metrics.garbageCollection, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Telemetria enviada e perdida', 'Telemetry sent and lost'),
      about: text(
        'Itens por destino; dropped acima de zero perde dados: veja o motivo em Collector & backends.',
        'Items by their fate; dropped above zero loses data: see the reason in Collector & backends.',
      ),
      unit: 'short',
      width: 8,
      queries: [{ promql: perStep(metrics.telemetryItems, { by: ['fate'] }), legend: '{{fate}}' }],
    }),
    series({
      title: text('No ar', 'Up'),
      about: text(
        'Se o serviço responde ao Prometheus; um vale é um reinício.',
        'Whether the service answers Prometheus; a dip is a restart.',
      ),
      unit: 'none',
      width: 8,
      queries: [{ promql: `min by (job) (${selector(foreign.up)})`, legend: '{{job}}' }],
    }),
  ],
};

/** The board. */
export const service = () =>
  board({
    uid: boardUids.service,
    title: text('Service', 'Service'),
    about: text('Este serviço trabalha bem?', 'Does this service work well?'),
    rows: [work, conversation, process],
  });
