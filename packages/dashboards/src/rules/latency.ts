/** Alerts about what takes too long or fails, by the thresholds of the source documents. */
import type { AlertDefinition } from './alert.ts';
import { apiLatency, apiRequests, llmLatency, sttLatency } from './names.ts';
import { ofService, serviceLabels } from './series.ts';

/** A histogram's sum and count: `perStep` observations of `seconds` each, every 15 s. */
const observed = (histogram: string, service: string, seconds: number, extra: Record<string, string> = {}) => ({
  [ofService(`${histogram}_sum`, service, extra)]: `0+${seconds}x60`,
  [ofService(`${histogram}_count`, service, extra)]: '0+1x60',
});
/** An old observation and none since. */
const idle = (histogram: string, service: string) => ({
  [ofService(`${histogram}_sum`, service)]: '9x60',
  [ofService(`${histogram}_count`, service)]: '3x60',
});

export const sttHighLatency: AlertDefinition = {
  name: 'STT_HighLatency',
  severity: 'warning',
  notify: true,
  owner: 'whisper-asr',
  board: 'voice',
  threshold: 1,
  unit: 'seconds',
  expression: (threshold) => `${sttLatency} > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 60,
  summary: {
    pt: 'STT com latência alta: {{ $value | printf "%.2f" }}s',
    en: 'Speech-to-text is slow: {{ $value | printf "%.2f" }}s',
  },
  description: {
    pt: 'Em média, nos últimos 5 minutos, a transcrição final veio tarde.',
    en: 'On average over the last 5 minutes the final transcript came late.',
  },
  runbook: {
    causes: [
      'The machine is busy: another process takes the processor.',
      'A larger model was configured, or the model no longer fits in memory and is swapped.',
      'The utterances are longer than usual: compare with the real-time factor.',
    ],
    steps: [
      'Open the slowest turn from the message or from `http://127.0.0.1:4400/slowest`, and look at its part “stt”.',
      'Compare the real-time factor on the board of the voice pipeline: unchanged means longer speech, higher means a slower machine.',
      'Look at the processor on “Sistema Geral”; end what takes it, or choose a smaller model.',
    ],
  },
  tests: {
    fires: {
      series: observed(sttLatency, 'whisper-asr', 1.5),
      labels: serviceLabels('whisper-asr'),
      shown: '1.50 s',
    },
    quiet: [
      { name: 'exactly one second', series: observed(sttLatency, 'whisper-asr', 1) },
      { name: 'nobody speaks', series: idle(sttLatency, 'whisper-asr') },
    ],
  },
};

export const llmHighLatency: AlertDefinition = {
  name: 'LLM_HighLatency',
  severity: 'warning',
  notify: true,
  owner: 'mordomo-brain',
  board: 'brain',
  threshold: 2,
  unit: 'seconds',
  expression: (threshold) => `${llmLatency} > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 60,
  summary: {
    pt: 'LLM com latência alta: {{ $value | printf "%.2f" }}s',
    en: 'The brain is slow: {{ $value | printf "%.2f" }}s',
  },
  description: {
    pt: 'Em média, nos últimos 5 minutos, a resposta completa veio tarde.',
    en: 'On average over the last 5 minutes the complete reply came late.',
  },
  runbook: {
    causes: [
      'The provider in the cloud is slow or limits the rate: see the retries.',
      'More questions than usual go to the cloud, or miss the cache.',
      'The local model shares the processor with speech-to-text.',
    ],
    steps: [
      'Board “LLM Brain”: is it the cloud or the local model, and are there retries?',
      'Open the slowest turn: time to the first token is the provider’s, the rest is the length of the answer.',
      'Until the provider is well again, answer locally.',
    ],
  },
  tests: {
    fires: {
      series: observed(llmLatency, 'mordomo-brain', 2.5),
      labels: serviceLabels('mordomo-brain'),
      shown: '2.50 s',
    },
    quiet: [
      { name: 'exactly two seconds', series: observed(llmLatency, 'mordomo-brain', 2) },
      { name: 'nobody asks', series: idle(llmLatency, 'mordomo-brain') },
    ],
  },
};

const byService = 'sum by (job, container)';
const core = { job: 'mordomo-core-api', container: 'mordomo-core-api' };
const requests = (status: string, values: string, endpoint = '/turns') => ({
  [ofService(apiRequests, 'mordomo-core-api', { endpoint, method: 'GET', status })]: values,
});

export const highErrorRate: AlertDefinition = {
  name: 'HighErrorRate',
  severity: 'critical',
  owner: 'every service',
  board: 'api',
  threshold: 0.05,
  unit: 'share',
  expression: (threshold) =>
    `${byService} (rate(${apiRequests}{status=~"5.."}[5m])) / ${byService} (rate(${apiRequests}[5m])) > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 300,
  summary: { pt: 'Alta taxa de erros na API', en: 'High error rate of the API' },
  description: {
    pt: 'Taxa de erros de {{ $labels.job }} acima de 5% nos últimos 5 minutos',
    en: 'Error rate of {{ $labels.job }} above 5 % in the last 5 minutes',
  },
  runbook: {
    causes: [
      'The service behind the endpoint is down, or its database is.',
      'A new version throws for some requests.',
      'Somebody sends requests that nobody foresaw: that should be a 4xx.',
    ],
    steps: [
      'Board “API”: which endpoint and method?',
      'Error lines of the container, with their trace: `{container="<container>", level="error"}`.',
      'If it began with a deployment, go back to the version before.',
    ],
  },
  tests: {
    fires: {
      series: { ...requests('200', '0+9x60'), ...requests('500', '0+1x60') },
      labels: core,
      shown: '10%',
    },
    quiet: [
      { name: 'errors of clients', series: { ...requests('200', '0+9x60'), ...requests('404', '0+9x60') } },
      {
        name: 'a few errors among many requests to another endpoint',
        series: { ...requests('200', '0+99x60', '/devices'), ...requests('503', '0+1x60') },
      },
      { name: 'no request at all', series: { ...requests('200', '7x60'), ...requests('500', '7x60') } },
    ],
  },
};

export const highLatency: AlertDefinition = {
  name: 'HighLatency',
  severity: 'warning',
  notify: true,
  owner: 'every service',
  board: 'api',
  threshold: 1,
  unit: 'seconds',
  expression: (threshold) => {
    const perEndpoint = 'sum by (job, container, endpoint)';
    return `${perEndpoint} (rate(${apiLatency}_sum[5m])) / ${perEndpoint} (rate(${apiLatency}_count[5m])) > ${threshold}`;
  },
  windowSeconds: 300,
  forSeconds: 300,
  summary: { pt: 'Alta latência na API', en: 'High latency of the API' },
  description: {
    pt: 'Latência média de {{ $labels.endpoint }} em {{ $labels.job }} acima de 1s nos últimos 5 minutos',
    en: 'Mean latency of {{ $labels.endpoint }} at {{ $labels.job }} above 1 s in the last 5 minutes',
  },
  runbook: {
    causes: [
      'What the endpoint asks (database, model, another service) is slow.',
      'The event loop of the service is blocked.',
    ],
    steps: [
      'Board “API”: one endpoint or all? All: look at the event loop on the board of the service.',
      'Open a slow trace of the endpoint from the exemplars: the longest span is the reason.',
    ],
  },
  tests: {
    fires: {
      series: observed(apiLatency, 'mordomo-core-api', 1.25, { endpoint: '/turns' }),
      labels: { ...core, endpoint: '/turns' },
      shown: '1.25 s',
    },
    quiet: [
      { name: 'exactly one second', series: observed(apiLatency, 'mordomo-core-api', 1, { endpoint: '/turns' }) },
      { name: 'no request', series: idle(apiLatency, 'mordomo-core-api') },
    ],
  },
};
