/** Alerts about what does not answer. */
import type { AlertDefinition } from './alert.ts';
import { backendLabels, ofBackend, ofService, serviceLabels } from './series.ts';

/** A service tells the machine that it runs on in its `instance`: `<service>@<host>`. */
const withHost = (vector: string) => `label_replace(${vector}, "host", "$1", "instance", ".+@([^#]+).*")`;
const withContainer = (vector: string) => `label_replace(${vector}, "container", "$1", "job", "(.+)")`;

const answering = { threshold: 1, unit: 'count', windowSeconds: 0 } as const;

export const containerDown: AlertDefinition = {
  name: 'ContainerDown',
  severity: 'critical',
  owner: 'house',
  board: 'system',
  ...answering,
  expression: (threshold) => withHost(withContainer(`up < ${threshold}`)),
  forSeconds: 0,
  keepFiringSeconds: 60,
  summary: { pt: '{{ $labels.container }} está fora do ar', en: '{{ $labels.container }} is down' },
  description: {
    pt: 'O Prometheus não recebe resposta de {{ $labels.instance }}.',
    en: 'Prometheus gets no answer from {{ $labels.instance }}.',
  },
  runbook: {
    causes: [
      'The process has ended: it threw, was killed for its memory, or was stopped and not started again.',
      'It runs but does not answer within 5 s: its event loop is blocked, or the machine is overloaded.',
      'It was taken out of the house for good.',
    ],
    steps: [
      '`mordomo status` shows the parts of the stack. A service of the house is shown by whatever starts it.',
      'Read its last lines on the board of logs (`{container="<container>"}`), or in `logs/<part>.log` in the data folder.',
      'Start it again. What it had recorded lies in its spool, and the next process of that name sends it.',
      'If it is gone for good, take it out of `run/targets/services.json` in the data folder, or the alert stays.',
    ],
  },
  tests: {
    fires: {
      series: { [ofService('up', 'tts-engine')]: '1x2 0x40', [ofService('up', 'wake-word')]: '1x40' },
      labels: { ...serviceLabels('tts-engine'), host: 'casa' },
      shown: '0',
    },
    quiet: [{ name: 'everything answers', series: { [ofService('up', 'tts-engine')]: '1x40' } }],
  },
};

export const hostDown: AlertDefinition = {
  name: 'HostDown',
  severity: 'critical',
  owner: 'house',
  board: 'system',
  ...answering,
  expression: (threshold) => {
    const services = withHost('up{instance=~".+@.+"}');
    return `max by (host) (${services}) < ${threshold} and count by (host) (${services}) > 1`;
  },
  forSeconds: 0,
  keepFiringSeconds: 120,
  summary: { pt: 'A máquina {{ $labels.host }} está fora do ar', en: 'The machine {{ $labels.host }} is down' },
  description: {
    pt: 'Nenhum dos serviços de {{ $labels.host }} responde.',
    en: 'None of the services on {{ $labels.host }} answers.',
  },
  runbook: {
    causes: [
      'The machine has no power or no network.',
      'All its services were stopped together: for an update, or at the end of `mordomo demo`.',
    ],
    steps: [
      '`ping` the machine; look at its power and its network.',
      'Stopped on purpose: silence it for that time, at `http://127.0.0.1:9093`.',
      'The alerts of the services on it are held back meanwhile. They come if one of them stays away when the machine is back.',
    ],
  },
  tests: {
    fires: {
      series: {
        [ofService('up', 'wake-word', {}, 'quarto')]: '1x2 0x40',
        [ofService('up', 'audio-player', {}, 'quarto')]: '1x2 0x40',
        [ofService('up', 'tts-engine')]: '1x40',
      },
      labels: { host: 'quarto' },
      shown: '0',
    },
    quiet: [
      {
        name: 'one of two services is down',
        series: { [ofService('up', 'wake-word')]: '0x40', [ofService('up', 'tts-engine')]: '1x40' },
      },
      {
        name: 'the only service of a machine is down',
        series: { [ofService('up', 'wake-word', {}, 'quarto')]: '0x40' },
      },
    ],
  },
};

export const llmDown: AlertDefinition = {
  name: 'LLM_Down',
  severity: 'critical',
  owner: 'mordomo-brain',
  board: 'brain',
  ...answering,
  expression: (threshold) => `up{job="mordomo-brain"} < ${threshold}`,
  forSeconds: 30,
  summary: { pt: 'LLM Brain está offline!', en: 'LLM Brain is offline!' },
  description: {
    pt: 'A casa ouve, mas ninguém pensa: nenhum pedido recebe resposta.',
    en: 'The house hears, but nobody thinks: no request gets an answer.',
  },
  runbook: {
    causes: ['The process of the brain has ended.', 'It waits for a language model and blocks its own event loop.'],
    steps: [
      'While ContainerDown says the same, this alert is shown but not sent.',
      'Read the last lines of `{container="mordomo-brain"}`, then start it again.',
      'If it ends each time it is asked something, look at its newest turn: `mordomo trace last`.',
    ],
  },
  tests: {
    fires: {
      series: { [ofService('up', 'mordomo-brain')]: '1x2 0x40' },
      labels: serviceLabels('mordomo-brain'),
      shown: '0',
    },
    quiet: [
      { name: 'a restart of 15 s', series: { [ofService('up', 'mordomo-brain')]: '1x2 0 1x40' } },
      { name: 'another service is down', series: { [ofService('up', 'tts-engine')]: '0x40' } },
    ],
  },
};

export const natsDown: AlertDefinition = {
  name: 'NatsDown',
  severity: 'critical',
  owner: 'house',
  board: 'system',
  ...answering,
  // Its exporter answers Prometheus all the same. A server that never told its health may have no port for that.
  expression: (threshold) =>
    withContainer(
      `0 * (up{job="nats"} == 1) and on (job, instance) last_over_time(gnatsd_healthz_status[1h]) unless on (job, instance) gnatsd_healthz_status < ${threshold}`,
    ),
  forSeconds: 30,
  summary: { pt: 'O NATS está fora do ar', en: 'NATS is down' },
  description: {
    pt: 'Os serviços não se ouvem: nenhum turno passa da palavra de ativação.',
    en: 'The services do not hear each other: no turn comes further than the wake word.',
  },
  runbook: {
    causes: ['Its process has ended.', 'Its monitoring port (8222) was switched off or moved.'],
    steps: [
      '`mordomo status`, then the end of `logs/nats.log` in the data folder.',
      '`mordomo up` starts what is missing; the services connect again by themselves.',
      'Switched off on purpose: the alert ends after an hour.',
    ],
  },
  tests: {
    fires: {
      series: { [ofBackend('gnatsd_healthz_status', 'nats')]: '0x2 stale _x40', [ofBackend('up', 'nats')]: '1x40' },
      labels: { ...backendLabels('nats'), container: 'nats' },
      shown: '0',
    },
    quiet: [
      { name: 'it answers', series: { [ofBackend('gnatsd_healthz_status', 'nats')]: '0x40' } },
      { name: 'its health was never told', series: { [ofBackend('up', 'nats')]: '1x40' } },
    ],
  },
};

const backends = 'alertmanager|collector|jaeger|loki|prometheus';

export const backendDown: AlertDefinition = {
  name: 'BackendDown',
  severity: 'critical',
  owner: 'stack',
  board: 'backends',
  ...answering,
  expression: (threshold) => withContainer(`up{job=~"${backends}"} < ${threshold}`),
  forSeconds: 60,
  summary: {
    pt: '{{ $labels.job }} está fora do ar há mais de um minuto',
    en: '{{ $labels.job }} has been down for over a minute',
  },
  description: {
    pt: 'Nada se perde: o que deveria chegar lá espera em disco por até 72 h.',
    en: 'Nothing is lost: what should arrive there waits on disk for up to 72 h.',
  },
  runbook: {
    causes: [
      'Its disk is full.',
      'It ran out of memory.',
      'It was killed three times within a minute, and the stack gave up.',
    ],
    steps: [
      'While ContainerDown says the same, this alert is shown but not sent.',
      '`mordomo status`, then the end of `logs/<part>.log` in the data folder.',
      '`mordomo up` starts what is missing; what waited on disk is delivered by itself.',
    ],
  },
  tests: {
    fires: {
      series: { [ofBackend('up', 'loki')]: '1x2 0x40' },
      labels: { ...backendLabels('loki'), container: 'loki' },
      shown: '0',
    },
    quiet: [{ name: 'a restart of half a minute', series: { [ofBackend('up', 'loki')]: '1x2 0x1 1x40' } }],
  },
};
