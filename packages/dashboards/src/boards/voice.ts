/** Voice Pipeline: from the wake word to the answer, and where the wait goes. */
import { attributes, defaultBudgets, logEvents, metrics, underscored } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { heatmap, series } from '../panels/charts.ts';
import { table } from '../panels/records.ts';
import { bars, stat } from '../panels/values.ts';
import { largestByTrace } from '../queries/logql.ts';
import { buckets, largest, mean, perStep, quantile, share, total } from '../queries/promql.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { outcomeColors, verdictColors } from './colors.ts';
import { boardUids } from './uids.ts';

const wait = { above: [defaultBudgets.response, defaultBudgets.response_bad] } as const;
const heard = ['answered', 'interrupted', 'rejected_speaker', 'no_text', 'error', 'timeout'];
const understood = ['answered', 'interrupted', 'rejected_speaker', 'error', 'timeout'];
const count = (outcome: readonly string[]) => total(metrics.turns, { where: { outcome } });

const funnel = {
  title: text('Do chamado à resposta', 'From the call to the answer'),
  panels: [
    bars({
      title: text('Funil', 'Funnel'),
      about: text(
        'Ativações, turnos com fala, entendidos e respondidos; o degrau maior diz onde a casa perde pessoas.',
        'Wake words, turns with speech, understood, and answered; the largest step says where the house loses people.',
      ),
      unit: 'short',
      width: 8,
      decimals: 0,
      queries: [
        { promql: total(metrics.wakeWordDetections), legend: '1 ativações' },
        { promql: count(heard), legend: '2 com fala' },
        { promql: count(understood), legend: '3 entendidos' },
        { promql: count(['answered', 'interrupted']), legend: '4 respondidos' },
      ],
    }),
    series({
      title: text('Desfechos', 'Outcomes'),
      about: text(
        'Como os turnos terminaram; error e timeout são defeitos: abra o turno na lista abaixo.',
        'How turns ended; error and timeout are faults: open the turn in the list below.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      colors: outcomeColors,
      queries: [{ promql: perStep(metrics.turns, { by: ['outcome'] }), legend: '{{outcome}}' }],
    }),
    series({
      title: text('Como a espera foi sentida', 'How the wait felt'),
      about: text(
        'Turnos respondidos por impressão: good até 0,8 s, slow acima de 1,5 s, bad acima de 2,5 s, se ninguém mudou os orçamentos.',
        'Answered turns by how they felt: good up to 0.8 s, slow above 1.5 s, bad above 2.5 s, unless the budgets were changed.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      colors: verdictColors,
      queries: [{ promql: perStep(metrics.verdicts, { by: ['verdict'] }), legend: '{{verdict}}' }],
    }),
  ],
};

const waiting = {
  title: text('A espera', 'The wait'),
  panels: [
    series({
      title: text('Espera pela resposta', 'Wait for the reply'),
      about: text(
        'Do fim da fala ao primeiro som; acima da linha veja ao lado em que etapa o tempo fica.',
        'From the end of speech to the first sound; above the line see beside it in which stage the time goes.',
      ),
      unit: 's',
      width: 8,
      limit: wait,
      queries: [
        { promql: quantile(0.5, metrics.responseLatency), legend: 'p50' },
        { promql: quantile(0.95, metrics.responseLatency), legend: 'p95', hasExemplars: true },
        { promql: quantile(0.99, metrics.responseLatency), legend: 'p99' },
      ],
    }),
    series({
      title: text('De que a espera é feita', 'What the wait is made of'),
      about: text(
        'Segundos do caminho crítico por parte, em média e somados: a faixa que engorda é a culpada.',
        'Seconds of the critical path by part, as means that add up: the band that grows is to blame.',
      ),
      unit: 's',
      width: 8,
      isStacked: true,
      queries: [{ promql: mean(metrics.criticalPath, { by: ['part'] }), legend: '{{part}}' }],
    }),
    heatmap({
      title: text('Distribuição da espera', 'Distribution of the wait'),
      about: text(
        'Quantos turnos em cada faixa de espera; os pontos levam aos turnos.',
        'How many turns in each range of the wait; the points lead to the turns.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.responseLatency),
    }),
    series({
      title: text('Até se saber que a pessoa terminou', 'Until the house knows that the user has finished'),
      about: text(
        'Do fim da fala à certeza de que acabou, p95; acima da linha diminua a espera por silêncio.',
        'From the end of speech until the house is sure of it, p95; above the line shorten the wait for silence.',
      ),
      unit: 's',
      width: 6,
      limit: { above: defaultBudgets.endpointing },
      queries: [{ promql: quantile(0.95, metrics.endpointingDelay), legend: 'p95', hasExemplars: true }],
    }),
    series({
      title: text('Até o primeiro som da síntese', 'Until the first audio of the synthesis'),
      about: text(
        'Da frase entregue ao primeiro som dela, p95; acima da linha a síntese não transmite enquanto fala.',
        'From the sentence handed over to its first audio, p95; above the line the synthesis does not stream.',
      ),
      unit: 's',
      width: 6,
      limit: { above: defaultBudgets.tts },
      queries: [{ promql: quantile(0.95, metrics.timeToFirstAudioByte), legend: 'p95', hasExemplars: true }],
    }),
    series({
      title: text('Tempo de ninguém', 'Unattributed time'),
      about: text(
        'Tempo da espera em que nenhuma etapa trabalhou, p95; acima da linha procure filas, travadas e o NATS.',
        'Time of the wait in which no stage was at work, p95; above the line look for queues, stalls and NATS.',
      ),
      unit: 's',
      width: 6,
      limit: { above: defaultBudgets.unattributed },
      queries: [{ promql: quantile(0.95, metrics.unattributed), legend: 'p95', hasExemplars: true }],
    }),
    series({
      title: text('Do chamado ao primeiro som', 'From the wake word to the first audio'),
      about: text(
        'Inclui a fala da pessoa, p50 e p95; serve para comparar dispositivos, não para culpar etapas.',
        'Contains the user’s own speaking, p50 and p95; good to compare devices, not to blame stages.',
      ),
      unit: 's',
      width: 6,
      queries: [
        { promql: quantile(0.5, metrics.wakeToSpeech), legend: 'p50' },
        { promql: quantile(0.95, metrics.wakeToSpeech), legend: 'p95', hasExemplars: true },
      ],
    }),
  ],
};

const budgets = {
  title: text('Orçamentos', 'Budgets'),
  panels: [
    bars({
      title: text('Caminho crítico p95 por parte', 'Critical path p95 by part'),
      about: text(
        'Quanto cada parte fez esperar em 95 de 100 turnos; compare com os orçamentos ao lado.',
        'How long each part made people wait in 95 of 100 turns; compare with the budgets beside it.',
      ),
      unit: 's',
      width: 8,
      queries: [
        { promql: quantile(0.95, metrics.criticalPath, { by: ['part'], over: '$__range' }), legend: '{{part}}' },
      ],
    }),
    bars({
      title: text('Orçamentos em vigor', 'Budgets in force'),
      about: text(
        'Quanto cada parte pode demorar; mudam-se com MORDOMO_BUDGETS no serviço que abre os turnos.',
        'How long each part may take; MORDOMO_BUDGETS changes them, in the service that opens the turns.',
      ),
      unit: 's',
      width: 8,
      queries: [{ promql: largest(metrics.budgetLimit, { by: ['budget'] }), legend: '{{budget}}' }],
    }),
    series({
      title: text('Orçamentos estourados', 'Budgets broken'),
      about: text(
        'Turnos em que uma parte passou do orçamento; a parte mais alta é a primeira a melhorar.',
        'Turns in which a part took longer than its budget; the tallest part is the first to improve.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      queries: [{ promql: perStep(metrics.budgetsBroken, { by: ['budget'] }), legend: '{{budget}}' }],
    }),
  ],
};

const slowest = {
  title: text('Os turnos', 'The turns'),
  panels: [
    table({
      title: text('Turnos mais lentos', 'Slowest turns'),
      about: text(
        'Os turnos com a maior espera do período; o número do turno leva à página dele, com a etapa culpada.',
        'The turns with the longest wait of the time shown; the turn’s number leads to its page, with the stage to blame.',
      ),
      unit: 's',
      width: 16,
      queries: [
        {
          logql: largestByTrace(20, logEvents.turnEnded, attributes.responseLatency, [
            attributes.device,
            attributes.outcome,
            attributes.slowestPart,
          ]),
          isInstant: true,
        },
      ],
      columns: [
        {
          name: 'trace_id',
          title: 'Turno',
          url: `/d/${boardUids.turn}?var-trace_id=\${__value.raw}&\${__url_time_range}`,
        },
        { name: underscored(attributes.device), title: 'Dispositivo' },
        { name: underscored(attributes.outcome), title: 'Desfecho' },
        { name: underscored(attributes.slowestPart), title: 'Parte mais lenta' },
        { name: 'Value #A', title: 'Espera' },
      ],
      largestFirst: 'Espera',
    }),
    stat({
      title: text('Interrupções', 'Interruptions'),
      about: text(
        'Parte dos turnos em que alguém falou por cima da resposta; muita interrupção pede respostas mais curtas.',
        'Share of the turns in which somebody spoke into the reply; many call for shorter replies.',
      ),
      unit: 'percentunit',
      width: 4,
      height: 8,
      query: { promql: share(`(${count(['interrupted'])} or vector(0))`, total(metrics.turns)) },
    }),
    stat({
      title: text('Silêncio após interrupção', 'Silence after an interruption'),
      about: text(
        'Da palavra de ativação ao silêncio da resposta, p95; acima de meio segundo parece que a casa não ouve.',
        'From the wake word to the silence of the reply, p95; above half a second the house seems not to listen.',
      ),
      unit: 's',
      width: 4,
      height: 8,
      limit: { above: thresholds.bargeInSeconds },
      query: { promql: quantile(0.95, metrics.bargeInReaction, { over: '$__range' }) },
    }),
  ],
};

/** The board. */
export const voice = () =>
  board({
    uid: boardUids.voice,
    title: text('Voice Pipeline', 'Voice pipeline'),
    about: text('Onde fica o tempo entre a fala e a resposta?', 'Where does the time between speech and reply go?'),
    rows: [funnel, waiting, budgets, slowest],
  });
