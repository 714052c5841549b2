/** Modelos: predictions of every model, whatever it is asked for. */
import { metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { heatmap, series } from '../panels/charts.ts';
import { stat } from '../panels/values.ts';
import {
  buckets,
  mean,
  observationsPerSecond,
  orZero,
  perSecond,
  perStep,
  quantile,
  share,
  total,
} from '../queries/promql.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { boardUids } from './uids.ts';

const predictions = {
  title: text('Predições', 'Predictions'),
  panels: [
    series({
      title: text('Predições por segundo', 'Model predictions per second'),
      about: text(
        'Predições por modelo; um modelo que some não é mais perguntado.',
        'Predictions by model; a model that vanishes is not asked any more.',
      ),
      unit: 'short',
      width: 8,
      queries: [{ promql: perSecond(metrics.modelPredictions, { by: ['model'] }), legend: '{{model}}' }],
    }),
    series({
      title: text('Latência por modelo', 'Latency by model'),
      about: text(
        'Média e p95 por modelo; se sobe, o modelo é grande demais para a máquina.',
        'Mean and p95 by model; if it rises, the model is too large for the machine.',
      ),
      unit: 's',
      width: 8,
      queries: [
        { promql: mean(metrics.modelLatency, { by: ['model'] }), legend: '{{model}} média' },
        {
          promql: quantile(0.95, metrics.modelLatency, { by: ['model'] }),
          legend: '{{model}} p95',
          hasExemplars: true,
        },
      ],
    }),
    heatmap({
      title: text('Distribuição da latência', 'Distribution of the latency'),
      about: text(
        'Quantas predições em cada faixa de tempo, de todos os modelos escolhidos.',
        'How many predictions in each range of time, of all models chosen.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.modelLatency),
    }),
    stat({
      title: text('Predições que falharam', 'Predictions that failed'),
      about: text(
        'Parte das predições com erro; acima da linha leia os erros do serviço em Registros.',
        'Share of the predictions with an error; above the line read the errors of the service among the log lines.',
      ),
      unit: 'percentunit',
      width: 4,
      height: 8,
      limit: { above: thresholds.failedShare },
      query: {
        promql: share(
          orZero(total(metrics.modelPredictions, { where: { status: 'error' } })),
          total(metrics.modelPredictions),
        ),
      },
    }),
    series({
      title: text('Fator de tempo real', 'Real-time factor'),
      about: text(
        'Segundos de trabalho por segundo de áudio, p95 por etapa; acima de 1 o modelo é mais lento que a fala.',
        'Seconds of work for a second of audio, p95 by stage; above 1 the model is slower than speech.',
      ),
      unit: 'none',
      width: 10,
      limit: { above: 1 },
      queries: [
        {
          promql: quantile(0.95, metrics.realTimeFactor, { by: ['stage', 'engine'] }),
          legend: '{{stage}} {{engine}}',
          hasExemplars: true,
        },
      ],
    }),
    series({
      title: text('Áudio processado', 'Audio processed'),
      about: text(
        'Segundos de áudio por segundo e etapa; compare com as ativações: áudio sem ativação é trabalho perdido.',
        'Seconds of audio per second and stage; compare with the wake words: audio without one is work for nothing.',
      ),
      unit: 'none',
      width: 10,
      queries: [{ promql: perSecond(metrics.audio, { by: ['stage', 'engine'] }), legend: '{{stage}} {{engine}}' }],
    }),
  ],
};

const recognition = {
  title: text('Reconhecimento', 'Recognition'),
  panels: [
    heatmap({
      title: text('Certeza da palavra de ativação', 'Certainty of the wake word'),
      about: text(
        'Quão certo o detector estava, de 0 a 1; muitas perto do limiar pedem outro limiar ou outro microfone.',
        'How sure the detector was, 0 to 1; many near the threshold call for another threshold or another microphone.',
      ),
      unit: 'none',
      width: 8,
      buckets: buckets(metrics.wakeScore),
    }),
    series({
      title: text('Vozes identificadas', 'Voices identified'),
      about: text(
        'Vozes reconhecidas, desconhecidas, confirmadas e corrigidas; muitas correções pedem novas gravações das vozes.',
        'Voices that were recognised, unknown, confirmed and corrected; many corrections call for enrolling the voices again.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      queries: [
        {
          promql: perStep(metrics.speakerIdentifications, { by: ['result'] }),
          legend: '{{result}}',
        },
      ],
    }),
    series({
      title: text('Síntese de fala', 'Speech synthesis'),
      about: text(
        'Caracteres por segundo que viraram fala, e frases por segundo; os caracteres são o que provedores cobram.',
        'Characters per second that became speech, and sentences per second; providers charge for the characters.',
      ),
      unit: 'short',
      width: 8,
      queries: [
        { promql: perSecond(metrics.ttsCharacters, { by: ['engine'] }), legend: '{{engine}} caracteres' },
        { promql: observationsPerSecond(metrics.ttsGeneration, { by: ['engine'] }), legend: '{{engine}} frases' },
      ],
    }),
  ],
};

/** The board. */
export const models = () =>
  board({
    uid: boardUids.models,
    title: text('Modelos', 'Models'),
    about: text('Os modelos acertam, e a tempo?', 'Are the models right, and in time?'),
    rows: [predictions, recognition],
  });
