/** Mordomo Overview: how the house hears, understands and answers. */
import { defaultBudgets, metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { heatmap, series } from '../panels/charts.ts';
import { gauge, stat } from '../panels/values.ts';
import { buckets, largest, mean, now, perSecond, perStep, quantile, share, total } from '../queries/promql.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { outcomeColors } from './colors.ts';
import { boardUids } from './uids.ts';

const wait = { above: [defaultBudgets.response, defaultBudgets.response_bad] } as const;

const state = {
  title: text('Como está a casa', 'How the house is'),
  panels: [
    stat({
      title: text('Ativações', 'Wake words'),
      about: text(
        'Quantas vezes a palavra de ativação foi ouvida no período; zero com gente em casa pede um olhar no microfone e no serviço wake-word.',
        'How often the wake word was heard in the time shown; zero while people are at home means: look at the microphone and at wake-word.',
      ),
      unit: 'short',
      width: 4,
      decimals: 0,
      query: { promql: total(metrics.wakeWordDetections) },
    }),
    gauge({
      title: text('Conversas abertas', 'Open conversations'),
      about: text(
        'Conversas abertas agora; um número que só cresce diz que turnos começam e não terminam: veja Voice Pipeline.',
        'Conversations that are open now; a number that only grows means that turns begin and do not end: see Voice Pipeline.',
      ),
      unit: 'none',
      width: 4,
      max: 10,
      query: { promql: now(metrics.activeConversations) },
    }),
    stat({
      title: text('Espera pela resposta (p95)', 'Wait for the reply (p95)'),
      about: text(
        'Do fim da fala ao primeiro som da resposta, em 95 de 100 turnos; acima da linha, Voice Pipeline mostra a etapa culpada.',
        'From the end of speech to the first sound of the reply, in 95 of 100 turns; above the line, Voice Pipeline names the stage to blame.',
      ),
      unit: 's',
      width: 4,
      limit: wait,
      query: { promql: quantile(0.95, metrics.responseLatency, { over: '$__range' }) },
    }),
    stat({
      title: text('Turnos respondidos', 'Turns answered'),
      about: text(
        'Parte dos turnos do período que terminou com uma resposta; abaixo da linha, os desfechos em Voice Pipeline dizem por quê.',
        'Share of the turns in the time shown that ended with an answer; below the line, the outcomes in Voice Pipeline say why.',
      ),
      unit: 'percentunit',
      width: 4,
      limit: { below: thresholds.answeredShare },
      query: {
        promql: share(total(metrics.turns, { where: { outcome: ['answered', 'interrupted'] } }), total(metrics.turns)),
      },
    }),
    gauge({
      title: text('Precisão da identificação', 'Speaker accuracy'),
      about: text(
        'Parte das vozes reconhecidas que os moradores confirmaram; abaixo da linha, grave de novo as vozes da casa.',
        'Share of the recognised voices that people confirmed; below the line, enrol the voices of the house again.',
      ),
      unit: 'percentunit',
      width: 4,
      max: 1,
      limit: { below: thresholds.speakerAccuracy },
      query: { promql: largest(metrics.speakerAccuracy) },
    }),
    stat({
      title: text('Eventos NATS por segundo', 'NATS events per second'),
      about: text(
        'Mensagens publicadas pelos serviços; zero enquanto se fala com a casa diz que o NATS ou quem publica parou.',
        'Messages that the services publish; zero while somebody speaks to the house means that NATS or its publishers stopped.',
      ),
      unit: 'cps',
      width: 4,
      query: { promql: perSecond(metrics.eventsPublished) },
    }),
  ],
};

const activity = {
  title: text('Atividade', 'Activity'),
  panels: [
    series({
      title: text('Ativações por dispositivo', 'Wake words by device'),
      about: text(
        'Palavras de ativação ouvidas, por dispositivo; muitas sem turno respondido são falsos alarmes.',
        'Wake words heard, by device; many without an answered turn are false alarms.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      queries: [{ promql: perStep(metrics.wakeWordDetections, { by: ['device'] }), legend: '{{device}}' }],
    }),
    series({
      title: text('Turnos por desfecho', 'Turns by outcome'),
      about: text(
        'Como os turnos terminaram; error e timeout são defeitos, no_text é fala não entendida.',
        'How turns ended; error and timeout are faults, no_text is speech that was not understood.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      colors: outcomeColors,
      queries: [{ promql: perStep(metrics.turns, { by: ['outcome'] }), legend: '{{outcome}}' }],
    }),
    series({
      title: text('Eventos NATS por assunto', 'NATS events by subject'),
      about: text(
        'Mensagens por segundo e assunto; um assunto que some aponta o serviço que parou de publicar.',
        'Messages per second and subject; a subject that vanishes points to the service that stopped publishing.',
      ),
      unit: 'cps',
      width: 8,
      isStacked: true,
      queries: [{ promql: perSecond(metrics.eventsPublished, { by: ['subject'] }), legend: '{{subject}}' }],
    }),
  ],
};

const latencies = {
  title: text('Latências', 'Latencies'),
  panels: [
    heatmap({
      title: text('STT: distribuição', 'Speech-to-text: distribution'),
      about: text(
        'Quanto demorou cada transcrição; manchas altas são turnos lentos, e os pontos azuis levam a eles.',
        'How long each transcription took; high patches are slow turns, and the blue points lead to them.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.sttLatency),
    }),
    heatmap({
      title: text('LLM: distribuição', 'Brain: distribution'),
      about: text(
        'Quanto o cérebro demorou até a última palavra; manchas altas costumam ser o modelo na nuvem.',
        'How long the brain took until its last word; high patches are mostly the model in the cloud.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.llmLatency),
    }),
    heatmap({
      title: text('TTS: distribuição', 'Text-to-speech: distribution'),
      about: text(
        'Quanto demorou sintetizar cada frase; se subir para todas, falta CPU ao serviço tts-engine.',
        'How long each sentence took to be made speech; if all rise, tts-engine lacks CPU.',
      ),
      unit: 's',
      width: 8,
      buckets: buckets(metrics.ttsGeneration),
    }),
    series({
      title: text('Latência média do STT', 'Mean latency of speech-to-text'),
      about: text(
        'Média e p95 da transcrição; acima da linha há alerta: verifique a CPU de whisper-asr e o modelo usado.',
        'Mean and p95 of the transcription; above the line there is an alert: check the CPU of whisper-asr and its model.',
      ),
      unit: 's',
      width: 8,
      limit: { above: thresholds.sttLatencySeconds },
      queries: [
        { promql: mean(metrics.sttLatency), legend: 'média' },
        { promql: quantile(0.95, metrics.sttLatency), legend: 'p95', hasExemplars: true },
      ],
    }),
    series({
      title: text('Latência média do LLM', 'Mean latency of the brain'),
      about: text(
        'Média e p95 do cérebro; acima da linha há alerta: compare local e nuvem em LLM Brain.',
        'Mean and p95 of the brain; above the line there is an alert: compare local and cloud in LLM Brain.',
      ),
      unit: 's',
      width: 8,
      limit: { above: thresholds.llmLatencySeconds },
      queries: [
        { promql: mean(metrics.llmLatency), legend: 'média' },
        { promql: quantile(0.95, metrics.llmLatency), legend: 'p95', hasExemplars: true },
      ],
    }),
    series({
      title: text('Latência média do TTS', 'Mean latency of text-to-speech'),
      about: text(
        'Média e p95 da síntese de uma frase; acima do orçamento a resposta gagueja: verifique a CPU de tts-engine.',
        'Mean and p95 of making one sentence speech; above the budget replies stutter: check the CPU of tts-engine.',
      ),
      unit: 's',
      width: 8,
      limit: { above: defaultBudgets.tts },
      queries: [
        { promql: mean(metrics.ttsGeneration), legend: 'média' },
        { promql: quantile(0.95, metrics.ttsGeneration), legend: 'p95', hasExemplars: true },
      ],
    }),
  ],
};

/** The board. */
export const overview = () =>
  board({
    uid: boardUids.overview,
    title: text('Mordomo Overview', 'Mordomo overview'),
    about: text('A casa ouve, entende e responde a tempo?', 'Does the house hear, understand and answer in time?'),
    rows: [state, activity, latencies],
  });
