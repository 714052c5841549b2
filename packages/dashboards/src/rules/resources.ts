/** Alerts about what runs short: memory, processor and disk, of containers and of the machine. */
import type { AlertDefinition } from './alert.ts';
import { ofService, serviceLabels } from './series.ts';

/** A container's series carries its name twice: as `container`, and as `name` like those of container engines. */
const ofContainer = (metric: string, name: string) => ofService(metric, name, { name });
const containerLabels = (name: string) => ({ ...serviceLabels(name), name });
const hostLabels = { job: 'host', instance: 'host@casa' };
const ofHost = (metric: string, extra: string) => `${metric}{job="host", instance="host@casa", ${extra}}`;

const memory = (used: number, limit: number) => ({
  [ofContainer('container_memory_usage_bytes', 'tts-engine')]: `${used}x60`,
  [ofContainer('container_spec_memory_limit_bytes', 'tts-engine')]: `${limit}x60`,
});

export const highMemoryUsage: AlertDefinition = {
  name: 'HighMemoryUsage',
  severity: 'warning',
  notify: true,
  owner: 'every service',
  board: 'system',
  threshold: 0.85,
  unit: 'share',
  expression: (threshold) =>
    `(container_memory_usage_bytes / container_spec_memory_limit_bytes) > ${threshold} and container_spec_memory_limit_bytes > 0`,
  windowSeconds: 0,
  forSeconds: 120,
  summary: {
    pt: 'Container {{ $labels.name }} usando >85% RAM',
    en: 'Container {{ $labels.name }} uses more than 85 % of its memory',
  },
  description: {
    pt: 'Acima de 100 % o sistema encerra o processo.',
    en: 'At 100 % the system ends the process.',
  },
  runbook: {
    causes: [
      'A leak: the curve only rises, until a restart.',
      'A larger model or more parallel work than the limit was set for.',
    ],
    steps: [
      'Board “Sistema Geral”: does the curve rise for hours (a leak) or did it jump (a model)?',
      'A leak: restart the service now, and compare heap and resident memory on the board of the service.',
      'Else raise the limit of the container, if the machine has the memory.',
    ],
  },
  tests: {
    fires: { series: memory(900, 1000), labels: containerLabels('tts-engine'), shown: '90%' },
    quiet: [
      { name: 'exactly 85 %', series: memory(850, 1000) },
      { name: 'no limit', series: memory(900, 0) },
    ],
  },
};

export const highCpuUsage: AlertDefinition = {
  name: 'HighCpuUsage',
  severity: 'warning',
  owner: 'every service',
  board: 'system',
  threshold: 80,
  unit: 'percent',
  expression: (threshold) => `rate(container_cpu_usage_seconds_total[5m]) * 100 > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 300,
  summary: {
    pt: 'Container {{ $labels.name }} usando >80% CPU',
    en: 'Container {{ $labels.name }} uses more than 80 % of a core',
  },
  description: {
    pt: 'O processo do Node trabalha em um núcleo: a 100 % tudo nele espera.',
    en: 'A Node process works on one core: at 100 % everything in it waits.',
  },
  runbook: {
    causes: ['Much speech at once.', 'A loop that never ends.', 'Work on audio that belongs into another thread.'],
    steps: [
      'Board of the service: event loop and stalls.',
      'Compare with the number of turns: more work, or the same work at a higher price?',
    ],
  },
  tests: {
    fires: {
      series: { [ofContainer('container_cpu_usage_seconds_total', 'whisper-asr')]: '0+13.5x60' },
      labels: containerLabels('whisper-asr'),
      shown: '90 %',
    },
    quiet: [
      {
        name: 'half a core',
        series: { [ofContainer('container_cpu_usage_seconds_total', 'whisper-asr')]: '0+7.5x60' },
      },
    ],
  },
};

const cpu = (idle: string, user: string) => ({
  [ofHost('system_cpu_time_seconds_total', 'state="idle"')]: idle,
  [ofHost('system_cpu_time_seconds_total', 'state="user"')]: user,
});

export const hostHighCpuUsage: AlertDefinition = {
  name: 'HostHighCpuUsage',
  severity: 'warning',
  owner: 'house',
  board: 'system',
  threshold: 80,
  unit: 'percent',
  expression: (threshold) => {
    const all = 'sum by (job, instance) (rate(system_cpu_time_seconds_total[5m]))';
    const idle = 'sum by (job, instance) (rate(system_cpu_time_seconds_total{state=~"idle|wait"}[5m]))';
    return `100 * (1 - ${idle} / ${all}) > ${threshold}`;
  },
  windowSeconds: 300,
  forSeconds: 300,
  summary: { pt: 'Máquina usando >80% CPU', en: 'The machine uses more than 80 % of its processor' },
  description: {
    pt: 'Todos os núcleos juntos, nos últimos 5 minutos.',
    en: 'All cores together, over the last 5 minutes.',
  },
  runbook: {
    causes: ['A build or a backup on the same machine.', 'Speech-to-text or a local model under load.'],
    steps: ['Board “Sistema Geral”: which container?', 'If it is none of ours: `top` on the machine.'],
  },
  tests: {
    fires: { series: cpu('0+1.5x60', '0+13.5x60'), labels: hostLabels, shown: '90 %' },
    quiet: [{ name: 'half of it', series: cpu('0+7.5x60', '0+7.5x60') }],
  },
};

const hostMemory = (used: number) => ({
  [ofHost('system_memory_usage_bytes', 'state="used"')]: `${used}x60`,
  [ofHost('system_memory_usage_bytes', 'state="cached"')]: '300x60',
  [ofHost('system_memory_usage_bytes', 'state="free"')]: `${700 - used}x60`,
});

export const hostHighMemoryUsage: AlertDefinition = {
  name: 'HostHighMemoryUsage',
  severity: 'warning',
  notify: true,
  owner: 'house',
  board: 'system',
  threshold: 0.85,
  unit: 'share',
  expression: (threshold) =>
    `sum by (job, instance) (system_memory_usage_bytes{state="used"}) / sum by (job, instance) (system_memory_usage_bytes) > ${threshold}`,
  windowSeconds: 0,
  forSeconds: 120,
  summary: { pt: 'Máquina usando >85% RAM', en: 'The machine uses more than 85 % of its memory' },
  description: {
    pt: 'Sem contar o que o sistema guarda em cache.',
    en: 'Not counting what the system keeps as cache.',
  },
  runbook: {
    causes: ['A container without a limit grows.', 'More services on the machine than it has memory for.'],
    steps: ['Board “Sistema Geral”: which container grows?', 'Give it a limit, or move it to another machine.'],
  },
  tests: {
    fires: {
      series: { ...hostMemory(650), [ofHost('system_memory_usage_bytes', 'state="cached"')]: '0x60' },
      labels: hostLabels,
      shown: '92.86%',
    },
    quiet: [{ name: 'much of it is cache', series: hostMemory(600) }],
  },
};

const disk = (used: number, mountpoint = '/') => ({
  [ofHost('system_filesystem_usage_bytes', `device="/dev/sda1", mountpoint="${mountpoint}", state="used"`)]:
    `${used}x60`,
  [ofHost('system_filesystem_usage_bytes', `device="/dev/sda1", mountpoint="${mountpoint}", state="free"`)]:
    `${100 - used}x60`,
});

export const highDiskUsage: AlertDefinition = {
  name: 'HighDiskUsage',
  severity: 'critical',
  owner: 'house',
  board: 'system',
  threshold: 0.9,
  unit: 'share',
  expression: (threshold) => {
    const by = 'sum by (job, instance, device, mountpoint)';
    const used = `${by} (system_filesystem_usage_bytes{state="used"})`;
    return `${used} / (${by} (system_filesystem_usage_bytes) > 0) > ${threshold}`;
  },
  windowSeconds: 0,
  forSeconds: 60,
  summary: {
    pt: 'Disco {{ $labels.mountpoint }} usando >90%',
    en: 'The disk {{ $labels.mountpoint }} is more than 90 % full',
  },
  description: {
    pt: 'Disco cheio: o Loki e o Prometheus deixam de gravar, e as filas em disco perdem o mais antigo.',
    en: 'On a full disk Loki and Prometheus stop writing, and the queues on disk lose their oldest.',
  },
  runbook: {
    causes: [
      'Images and caches of a container engine.',
      'Logs of something else on the machine.',
      'Backends that keep 30 days of more than the disk was meant for.',
    ],
    steps: [
      '`du -xh --max-depth=2 <mountpoint> | sort -h | tail` shows what takes the space.',
      '`docker system prune`, and `~/.cache/mordomo/go` after an interrupted build, can go.',
      'The stack itself: `du -sh ~/.local/state/mordomo/*`; a backend’s folder shrinks with its retention.',
    ],
  },
  tests: {
    fires: { series: disk(95), labels: { ...hostLabels, device: '/dev/sda1', mountpoint: '/' }, shown: '95%' },
    quiet: [
      { name: 'exactly 90 %', series: disk(90) },
      {
        name: 'a file system without size',
        series: {
          [ofHost('system_filesystem_usage_bytes', 'device="overlay", mountpoint="/x", state="used"')]: '0x60',
        },
      },
    ],
  },
};
