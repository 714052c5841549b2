/** What the matrix runs on. Every version is exact: the table in the docs names them. */

/** Node lines: the oldest that is supported, the one that this repository is developed with, and the newest. */
export const nodeVersions = ['22.15.0', '24.21.0', '26.10.0'] as const;
export type NodeVersion = (typeof nodeVersions)[number];

/** npm chooses packages by the Node that it runs on. */
export const oldestNode: NodeVersion = nodeVersions[0];

/** Libraries by generation, each installed under its real name: an alias would hide them from the instrumentations. */
export const generations = {
  older: {
    express: '4.22.3',
    fastify: '4.29.1',
    pino: '9.14.0',
    undici: '7.30.2',
    redis: '5.9.0',
    ioredis: '5.9.3',
  },
  newest: {
    express: '5.3.0',
    fastify: '5.12.8',
    pino: '10.4.0',
    winston: '3.19.0',
    undici: '8.12.4',
    pg: '8.23.1',
    redis: '6.3.1',
    ioredis: '6.0.0',
    amqplib: '2.3.1',
    'socket.io': '4.8.4',
    'socket.io-client': '4.8.4',
    openai: '6.49.0',
  },
} as const satisfies Record<string, Record<string, string>>;
export type Generation = keyof typeof generations;

/** What turns sources into other forms of them; installed beside the newest libraries. */
export const tools = { esbuild: '0.28.2', tsx: '4.23.15' } as const;
