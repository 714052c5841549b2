/** LLM Brain: how the brain answers, where, how fast, and at what price. */
import { defaultBudgets, metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { heatmap, series } from '../panels/charts.ts';
import { bars, gauge, stat } from '../panels/values.ts';
import { buckets, orZero, perSecond, quantile, share, total } from '../queries/promql.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { boardUids } from './uids.ts';

const state = {
  title: text('Como está o cérebro', 'How the brain is'),
  panels: [
    stat({
      title: text('Perguntas por segundo', 'Requests per second'),
      about: text(
        'Perguntas que o cérebro respondeu; zero enquanto se fala com a casa diz que a transcrição não chega a ele.',
        'Requests that the brain answered; zero while somebody speaks means that no transcript reaches it.',
      ),
      unit: 'reqps',
      width: 4,
      query: { promql: perSecond(metrics.llmRequests) },
    }),
    stat({
      title: text('Falhas', 'Failures'),
      about: text(
        'Parte das perguntas sem resposta; acima da linha o modelo ou a rede falha: veja os erros em Registros.',
        'Share of the requests without an answer; above the line the model or the network fails: see the errors among the log lines.',
      ),
      unit: 'percentunit',
      width: 4,
      limit: { above: thresholds.failedShare },
      query: {
        promql: share(orZero(total(metrics.llmRequests, { where: { outcome: 'error' } })), total(metrics.llmRequests)),
      },
    }),
    gauge({
      title: text('Respostas locais', 'Local answers'),
      about: text(
        'Parte respondida em casa; quanto mais, menos espera, menos custo e menos palavras fora de casa.',
        'Share that was answered at home; the more, the less wait, cost and words outside the house.',
      ),
      unit: 'percentunit',
      width: 4,
      max: 1,
      query: {
        promql: share(total(metrics.llmRequests, { where: { location: 'local' } }), total(metrics.llmRequests)),
      },
    }),
    gauge({
      title: text('Acertos do cache', 'Cache hit rate'),
      about: text(
        'Parte das perguntas ao modelo cuja resposta já era conhecida; zero por muito tempo diz que o cache não serve.',
        'Share of the questions for the model whose answer was known already; zero for long means that the cache is of no use.',
      ),
      unit: 'percentunit',
      width: 4,
      max: 1,
      query: {
        promql: share(
          orZero(total(metrics.llmCacheLookups, { where: { result: 'hit' } })),
          total(metrics.llmCacheLookups),
        ),
      },
    }),
    stat({
      title: text('Tokens consumidos', 'Tokens consumed'),
      about: text(
        'Tokens cobrados no período; um salto sem mais perguntas é um contexto que cresceu demais.',
        'Tokens charged for in the time shown; a jump without more requests is a context that grew too large.',
      ),
      unit: 'short',
      width: 4,
      decimals: 0,
      query: { promql: total(metrics.llmTokens, { where: { type: ['input', 'output'] } }) },
    }),
    stat({
      title: text('Custo', 'Cost'),
      about: text(
        'Custo do período pela tabela de preços; perguntas sem preço conhecido não entram: veja ao lado do custo por modelo.',
        'Cost of the time shown by the price table; requests without a known price are not in it: see beside the cost by model.',
      ),
      unit: 'currencyUSD',
      width: 4,
      decimals: 4,
      query: { promql: orZero(total(metrics.llmCost)) },
    }),
  ],
};

const speed = {
  title: text('Velocidade', 'Speed'),
  panels: [
    series({
      title: text('Latência p50, p95 e p99', 'Latency p50, p95 and p99'),
      about: text(
        'Da transcrição à última palavra da resposta; acima da linha compare local e nuvem ao lado.',
        'From the transcript to the last word of the reply; above the line compare local and cloud beside it.',
      ),
      unit: 's',
      width: 8,
      limit: { above: thresholds.llmLatencySeconds },
      queries: [
        { promql: quantile(0.5, metrics.llmLatency), legend: 'p50' },
        { promql: quantile(0.95, metrics.llmLatency), legend: 'p95', hasExemplars: true },
        { promql: quantile(0.99, metrics.llmLatency), legend: 'p99' },
      ],
    }),
    series({
      title: text('Latência p95: local e nuvem', 'Latency p95: local and cloud'),
      about: text(
        'A mesma espera por lugar e modelo; se só a nuvem sobe, é a rede ou o provedor.',
        'The same wait by place and model; if only the cloud rises, it is the network or the provider.',
      ),
      unit: 's',
      width: 8,
      queries: [
        {
          promql: quantile(0.95, metrics.llmLatency, { by: ['location', 'model'] }),
          legend: '{{location}} {{model}}',
          hasExemplars: true,
        },
      ],
    }),
    heatmap({
      title: text('Distribuição da latência', 'Distribution of the latency'),
      about: text(
        'Quantas respostas em cada faixa de tempo; duas faixas separadas costumam ser local e nuvem.',
        'How many answers in each range of time; two separate bands are mostly local and cloud.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.llmLatency),
    }),
    series({
      title: text('Até o primeiro token', 'Time to first token'),
      about: text(
        'Da transcrição ao primeiro pedaço da resposta, p95; é o que o modelo leva para começar, novas tentativas incluídas.',
        'From the transcript to the first piece of the answer, p95: what the model takes to begin, retries included.',
      ),
      unit: 's',
      width: 12,
      queries: [
        {
          promql: quantile(0.95, metrics.timeToFirstToken, { by: ['location'] }),
          legend: '{{location}}',
          hasExemplars: true,
        },
      ],
    }),
    series({
      title: text('Até a primeira frase', 'Time to first sentence'),
      about: text(
        'Da transcrição à primeira frase entregue à síntese, p95; só isto o usuário espera: acima da linha o orçamento local acabou.',
        'From the transcript to the first sentence handed to the speech synthesis, p95: all that the user waits for; above the line the local budget is spent.',
      ),
      unit: 's',
      width: 12,
      limit: { above: [defaultBudgets.brain_local, defaultBudgets.brain_cloud] },
      queries: [
        {
          promql: quantile(0.95, metrics.timeToFirstSentence, { by: ['location'] }),
          legend: '{{location}}',
          hasExemplars: true,
        },
      ],
    }),
  ],
};

const use = {
  title: text('Uso e custo', 'Use and cost'),
  panels: [
    series({
      title: text('Perguntas por modelo', 'Requests by model'),
      about: text(
        'Perguntas por segundo, lugar e modelo; se a nuvem cresce, as intenções locais não cobrem o que se pede.',
        'Requests per second by place and model; if the cloud grows, the local intents do not cover what people ask for.',
      ),
      unit: 'reqps',
      width: 7,
      isStacked: true,
      queries: [
        { promql: perSecond(metrics.llmRequests, { by: ['location', 'model'] }), legend: '{{location}} {{model}}' },
      ],
    }),
    series({
      title: text('Tokens por segundo', 'Tokens per second'),
      about: text(
        'Tokens por modelo e tipo; muitos de entrada pedem um contexto menor, cached são os que o provedor já tinha.',
        'Tokens by model and type; many of the input call for a smaller context, cached ones the provider had already.',
      ),
      unit: 'short',
      width: 7,
      queries: [{ promql: perSecond(metrics.llmTokens, { by: ['model', 'type'] }), legend: '{{model}} {{type}}' }],
    }),
    bars({
      title: text('Custo por modelo', 'Cost by model'),
      about: text(
        'Dólares por modelo no período; o mais caro é o primeiro a trocar ou a responder em casa.',
        'Dollars by model in the time shown; the most expensive is the first to replace or to answer at home.',
      ),
      unit: 'currencyUSD',
      width: 4,
      decimals: 4,
      queries: [{ promql: total(metrics.llmCost, { by: ['model'] }), legend: '{{model}}' }],
    }),
    stat({
      title: text('Perguntas sem preço', 'Requests without a price'),
      about: text(
        'Perguntas cujo custo ninguém conhece; acima de zero falta um preço na tabela.',
        'Requests whose cost is not known; above zero a price is missing in the table.',
      ),
      unit: 'short',
      width: 3,
      height: 8,
      decimals: 0,
      query: { promql: orZero(total(metrics.llmUnpricedRequests)) },
    }),
    stat({
      title: text('Novas tentativas', 'Retries'),
      about: text(
        'Perguntas feitas de novo; muitas pedem um limite maior no provedor, ou menos nuvem.',
        'Requests that were made again; many call for a higher limit at the provider, or for less cloud.',
      ),
      unit: 'short',
      width: 3,
      height: 8,
      decimals: 0,
      query: { promql: orZero(total(metrics.llmRetries)) },
    }),
  ],
};

/** The board. */
export const brain = () =>
  board({
    uid: boardUids.brain,
    title: text('LLM Brain', 'LLM brain'),
    about: text(
      'O cérebro responde rápido, em casa e por quanto?',
      'Does the brain answer fast, at home, and at what price?',
    ),
    rows: [state, speed, use],
  });
