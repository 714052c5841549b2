/** Sistema Geral: what the house takes of its machine, and which parts of it answer. */
import { metrics } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { foreign } from '../foreign-metrics.ts';
import { series } from '../panels/charts.ts';
import { bars, gauge, stat } from '../panels/values.ts';
import { now, orZero, perSecond, perStep, share } from '../queries/promql.ts';
import { selector } from '../queries/names.ts';
import { text } from '../text.ts';
import { thresholds } from '../thresholds.ts';
import { boardUids } from './uids.ts';

const hostCpuShare = `1 - ${share(perSecond(foreign.hostCpu, { where: { state: ['idle', 'wait'] } }), perSecond(foreign.hostCpu))}`;
const hostMemoryShare = share(now(foreign.hostMemory, { where: { state: 'used' } }), now(foreign.hostMemory));
const hostDiskShare = share(
  now(foreign.hostFilesystem, { where: { state: 'used' }, by: ['mountpoint'] }),
  now(foreign.hostFilesystem, { by: ['mountpoint'] }),
);

const machine = {
  title: text('A máquina', 'The machine'),
  panels: [
    gauge({
      title: text('CPU da máquina', 'CPU of the machine'),
      about: text(
        'Parte de todos os núcleos que está ocupada; acima da linha as respostas atrasam: veja abaixo qual contêiner.',
        'Share of all cores that is busy; above the line replies are late: see below which container it is.',
      ),
      unit: 'percentunit',
      width: 4,
      height: 6,
      max: 1,
      limit: { above: thresholds.cpuPercent / 100 },
      query: { promql: hostCpuShare },
    }),
    gauge({
      title: text('Memória da máquina', 'Memory of the machine'),
      about: text(
        'Parte da memória em uso, sem o cache; acima da linha o sistema logo encerra processos.',
        'Share of the memory in use, without the cache; above the line the system soon ends processes.',
      ),
      unit: 'percentunit',
      width: 4,
      height: 6,
      max: 1,
      limit: { above: thresholds.memoryShare },
      query: { promql: hostMemoryShare },
    }),
    bars({
      title: text('Discos', 'Disks'),
      about: text(
        'Parte ocupada de cada disco; acima da linha apague dados antigos antes que os bancos parem de gravar.',
        'How full each disk is; above the line delete old data before the backends stop writing.',
      ),
      unit: 'percentunit',
      width: 4,
      height: 6,
      max: 1,
      limit: { above: thresholds.diskShare },
      queries: [{ promql: hostDiskShare, legend: '{{mountpoint}}' }],
    }),
    series({
      title: text('Rede', 'Network'),
      about: text(
        'Bytes por segundo que a máquina recebe e envia; picos sem fala pedem uma olhada no que mais roda nela.',
        'Bytes per second that the machine receives and sends; peaks while nobody speaks come from something else on it.',
      ),
      unit: 'Bps',
      width: 6,
      height: 6,
      queries: [{ promql: perSecond(foreign.hostNetwork, { by: ['direction'] }), legend: '{{direction}}' }],
    }),
    series({
      title: text('Leitura e escrita em disco', 'Disk reads and writes'),
      about: text(
        'Bytes por segundo lidos e gravados; escrita alta e contínua gasta cartões de memória.',
        'Bytes read and written per second; writing much all the time wears memory cards out.',
      ),
      unit: 'Bps',
      width: 6,
      height: 6,
      queries: [{ promql: perSecond(foreign.hostDisk, { by: ['direction'] }), legend: '{{direction}}' }],
    }),
  ],
};

const containers = {
  title: text('Contêineres', 'Containers'),
  panels: [
    series({
      title: text('CPU por contêiner', 'CPU by container'),
      about: text(
        'Parte de um núcleo que cada contêiner usa; acima da linha ele atrasa quem espera por ele.',
        'Share of one core that each container uses; above the line it makes others wait.',
      ),
      unit: 'percent',
      width: 12,
      limit: { above: thresholds.cpuPercent },
      queries: [{ promql: `100 * ${perSecond(foreign.containerCpu, { by: ['name'] })}`, legend: '{{name}}' }],
    }),
    series({
      title: text('Memória por contêiner', 'Memory by container'),
      about: text(
        'Memória de cada contêiner; uma curva que só sobe é um vazamento: reinicie o serviço e procure a causa em Service.',
        'Memory of each container; a curve that only rises is a leak: restart the service and look for the cause in Service.',
      ),
      unit: 'bytes',
      width: 12,
      queries: [{ promql: now(foreign.containerMemory, { by: ['name'] }), legend: '{{name}}' }],
    }),
    bars({
      title: text('Memória em relação ao limite', 'Memory in relation to its limit'),
      about: text(
        'Quanto do limite cada contêiner usa; acima da linha aumente o limite ou encontre o vazamento.',
        'How much of its limit each container uses; above the line raise the limit or find the leak.',
      ),
      unit: 'percentunit',
      width: 8,
      max: 1,
      limit: { above: thresholds.memoryShare },
      queries: [
        {
          promql: share(
            now(foreign.containerMemory, { by: ['name'] }),
            now(foreign.containerMemoryLimit, { by: ['name'] }),
          ),
          legend: '{{name}}',
        },
      ],
    }),
    stat({
      title: text('Saúde', 'Health'),
      about: text(
        'Quem responde ao Prometheus: 1 está no ar, 0 não; reinicie o que está em vermelho e leia os registros dele.',
        'Who answers Prometheus: 1 is up, 0 is not; restart what is red and read its log lines.',
      ),
      unit: 'none',
      width: 8,
      height: 8,
      limit: { below: 1 },
      query: { promql: `min by (job) (${selector(foreign.up)})`, legend: '{{job}}' },
    }),
    series({
      title: text('CPU informada pelos serviços', 'CPU as the services tell it'),
      about: text(
        'CPU de cada processo medida por ele mesmo, em parte de um núcleo; sem valor, o serviço não envia métricas.',
        'CPU of each process as it measures itself, as a share of one core; without a value the service sends no metrics.',
      ),
      unit: 'percent',
      width: 8,
      limit: { above: thresholds.cpuPercent },
      queries: [{ promql: now(metrics.cpuUsage, { by: ['job'] }), legend: '{{job}}' }],
    }),
    series({
      title: text('Rede por contêiner', 'Network by container'),
      about: text(
        'Bytes por segundo que cada contêiner recebe e envia; o áudio faz a maior parte. Vazio sem Docker.',
        'Bytes per second that each container receives and sends; audio makes most of them. Empty without Docker.',
      ),
      unit: 'Bps',
      width: 8,
      queries: [
        {
          promql: perSecond(foreign.containerNetwork, { by: ['name', 'direction'] }),
          legend: '{{name}} {{direction}}',
        },
      ],
    }),
    series({
      title: text('Disco por contêiner', 'Disk by container'),
      about: text(
        'Bytes por segundo que cada contêiner lê e grava; quem grava sem parar gasta o disco. Vazio sem Docker.',
        'Bytes per second that each container reads and writes; who writes all the time wears the disk out. Empty without Docker.',
      ),
      unit: 'Bps',
      width: 8,
      queries: [
        { promql: perSecond(foreign.containerDisk, { by: ['name', 'direction'] }), legend: '{{name}} {{direction}}' },
      ],
    }),
    series({
      title: text('Reinícios por contêiner', 'Restarts by container'),
      about: text(
        'Quantas vezes o Docker iniciou cada contêiner de novo; mais de uma pede os registros dele. Vazio sem Docker.',
        'How often Docker started each container again; more than once calls for its log lines. Empty without Docker.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      queries: [{ promql: perStep(foreign.dockerRestarts, { by: ['container'] }), legend: '{{container}}' }],
    }),
  ],
};

const nats = {
  title: text('NATS', 'NATS'),
  panels: [
    stat({
      title: text('NATS responde', 'NATS answers'),
      about: text(
        '1 se o NATS responde; sem ele os serviços não se ouvem: `mordomo up` o inicia de novo.',
        '1 if NATS answers; without it the services do not hear each other: `mordomo up` starts it again.',
      ),
      unit: 'none',
      width: 4,
      height: 8,
      limit: { below: 1 },
      query: { promql: orZero(`count(${selector(foreign.natsHealth)} == 0)`) },
    }),
    series({
      title: text('Mensagens no NATS', 'Messages in NATS'),
      about: text(
        'Mensagens por segundo que entram e saem, de todos os clientes; saídas muito acima das entradas são assinaturas repetidas.',
        'Messages per second in and out, of all clients; far more out than in means repeated subscriptions.',
      ),
      unit: 'cps',
      width: 8,
      queries: [{ promql: perSecond(foreign.natsMessages, { by: ['direction'] }), legend: '{{direction}}' }],
    }),
    series({
      title: text('Bytes no NATS', 'Bytes in NATS'),
      about: text(
        'Bytes por segundo que entram e saem; o áudio faz quase todos eles.',
        'Bytes per second in and out; audio makes nearly all of them.',
      ),
      unit: 'Bps',
      width: 6,
      queries: [{ promql: perSecond(foreign.natsBytes, { by: ['direction'] }), legend: '{{direction}}' }],
    }),
    series({
      title: text('Clientes do NATS', 'Clients of NATS'),
      about: text(
        'Conexões abertas, e clientes desligados por lerem devagar demais; acima de zero estes perdem mensagens.',
        'Open connections, and clients sent away because they read too slowly; above zero those lose messages.',
      ),
      unit: 'short',
      width: 6,
      queries: [
        { promql: now(foreign.natsConnections), legend: 'conexões' },
        { promql: perStep(foreign.natsSlowConsumers), legend: 'lentos demais' },
      ],
    }),
  ],
};

const databases = {
  title: text('Bancos de dados da casa', 'Databases of the house'),
  panels: [
    series({
      title: text('Conexões do PostgreSQL', 'Connections of PostgreSQL'),
      about: text(
        'Conexões por estado, e as ativas; perto do máximo do servidor novas são recusadas. Vazio sem um PostgreSQL em servers.json.',
        'Connections by state, and the active ones; near the maximum of the server new ones are refused. Empty without a PostgreSQL in servers.json.',
      ),
      unit: 'short',
      width: 16,
      queries: [
        { promql: now(foreign.postgresActive), legend: 'ativas' },
        { promql: now(foreign.postgresConnections, { by: ['state'] }), legend: '{{state}}' },
      ],
    }),
    series({
      title: text('Vetores no Qdrant', 'Vectors in Qdrant'),
      about: text(
        'Vetores de todas as coleções; uma queda é memória da casa que foi apagada. Vazio sem um Qdrant em servers.json.',
        'Vectors of all collections; a drop is memory of the house that was deleted. Empty without a Qdrant in servers.json.',
      ),
      unit: 'short',
      width: 8,
      queries: [{ promql: now(foreign.qdrantVectors), legend: 'vetores' }],
    }),
  ],
};

/** The board. */
export const system = () =>
  board({
    uid: boardUids.system,
    title: text('Mordomo - Sistema Geral', 'System'),
    about: text('A máquina e os contêineres aguentam?', 'Do the machine and the containers cope?'),
    rows: [machine, containers, nats, databases],
  });
