/** API: requests to the services, how fast and how well they are answered. */
import { metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { heatmap, series } from '../panels/charts.ts';
import { gauge, stat } from '../panels/values.ts';
import { table } from '../panels/records.ts';
import { buckets, largest, mean, now, orZero, perSecond, quantile, share, total } from '../queries/promql.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { boardUids } from './uids.ts';

const failed = ['5..'];

const requests = {
  title: text('Requisições', 'Requests'),
  panels: [
    series({
      title: text('Requisições por segundo', 'Requests per second'),
      about: text(
        'Requisições por rota e método; uma que some aponta o cliente que parou.',
        'Requests by route and method; one that vanishes points to the client that stopped.',
      ),
      unit: 'reqps',
      width: 8,
      queries: [
        { promql: perSecond(metrics.apiRequests, { by: ['endpoint', 'method'] }), legend: '{{endpoint}} - {{method}}' },
      ],
    }),
    series({
      title: text('Latência da API', 'API latency'),
      about: text(
        'Média por rota e p95 de todas; acima da linha há alerta: os pontos levam às requisições lentas.',
        'Mean by route and p95 of all; above the line there is an alert: the points lead to the slow requests.',
      ),
      unit: 's',
      width: 8,
      limit: { above: thresholds.apiLatencySeconds },
      queries: [
        { promql: mean(metrics.apiLatency, { by: ['endpoint'] }), legend: '{{endpoint}}' },
        { promql: quantile(0.95, metrics.apiLatency), legend: 'p95', hasExemplars: true },
      ],
    }),
    heatmap({
      title: text('Distribuição da latência', 'Distribution of the latency'),
      about: text(
        'Quantas requisições em cada faixa de tempo; manchas altas são as que alguém notou.',
        'How many requests in each range of time; high patches are those that somebody noticed.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.apiLatency),
    }),
    stat({
      title: text('Taxa de erros', 'Error rate'),
      about: text(
        'Parte das respostas que são 5xx; acima da linha há alerta: leia os erros em Registros.',
        'Share of the responses that are 5xx; above the line there is an alert: read the errors among the log lines.',
      ),
      unit: 'percentunit',
      width: 4,
      height: 8,
      limit: { above: thresholds.failedShare },
      query: {
        promql: share(orZero(total(metrics.apiRequests, { where: { status: failed } })), total(metrics.apiRequests)),
      },
    }),
    series({
      title: text('Respostas por status', 'Responses by status'),
      about: text(
        'Respostas por status; 5xx é culpa do serviço, 4xx de quem pede, 499 de quem desistiu.',
        'Responses by status; 5xx is the fault of the service, 4xx of who asks, 499 of who gave up.',
      ),
      unit: 'reqps',
      width: 8,
      isStacked: true,
      queries: [{ promql: perSecond(metrics.apiRequests, { by: ['status'] }), legend: '{{status}}' }],
    }),
    table({
      title: text('Rotas', 'Routes'),
      about: text(
        'Requisições e p95 de cada rota no período; comece pela mais lenta.',
        'Requests and p95 of each route in the time shown; begin with the slowest.',
      ),
      unit: 'short',
      width: 12,
      queries: [
        { promql: total(metrics.apiRequests, { by: ['endpoint', 'job'] }), isInstant: true },
        { promql: quantile(0.95, metrics.apiLatency, { by: ['endpoint', 'job'], over: '$__range' }), isInstant: true },
      ],
      columns: [
        { name: 'job', title: 'Serviço' },
        { name: 'endpoint', title: 'Rota' },
        { name: 'Value #A', title: 'Requisições' },
        { name: 'Value #B', title: 'p95', unit: 's' },
      ],
      largestFirst: 'p95',
    }),
  ],
};

const resources = {
  title: text('Recursos', 'System resources'),
  panels: [
    gauge({
      title: text('Memória', 'Memory'),
      about: text(
        'Memória do maior processo entre os escolhidos; uma que só cresce é um vazamento.',
        'Memory of the largest process among those chosen; one that only grows is a leak.',
      ),
      unit: 'bytes',
      width: 6,
      height: 6,
      max: 512 * 1024 * 1024,
      query: { promql: largest(metrics.memoryUsage) },
    }),
    gauge({
      title: text('CPU', 'CPU'),
      about: text(
        'CPU do processo mais ocupado, em parte de um núcleo; acima da linha ele faz os outros esperar.',
        'CPU of the busiest process, as a share of one core; above the line it makes others wait.',
      ),
      unit: 'percent',
      width: 6,
      height: 6,
      max: 100,
      limit: { above: thresholds.cpuPercent },
      query: { promql: largest(metrics.cpuUsage) },
    }),
    series({
      title: text('Memória por serviço', 'Memory by service'),
      about: text(
        'Memória de cada processo; compare com antes do último reinício.',
        'Memory of each process; compare with the time before its last restart.',
      ),
      unit: 'bytes',
      width: 6,
      height: 6,
      queries: [{ promql: now(metrics.memoryUsage, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Chamadas HTTP feitas', 'HTTP requests made'),
      about: text(
        'Espera p95 pelas respostas de outros, por servidor; se sobe, a causa está do outro lado.',
        'Wait for the answers of others, p95 by server; if it rises, the cause is on the other side.',
      ),
      unit: 's',
      width: 6,
      height: 6,
      queries: [
        {
          promql: quantile(0.95, metrics.httpClientRequestDuration, { by: ['server.address'] }),
          legend: '{{server_address}}',
          hasExemplars: true,
        },
      ],
    }),
  ],
};

/** The board. */
export const api = () =>
  board({
    uid: boardUids.api,
    title: text('API', 'API'),
    about: text('As APIs respondem, e a tempo?', 'Do the APIs answer, and in time?'),
    rows: [requests, resources],
  });
