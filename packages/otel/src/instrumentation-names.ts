/** Names by which instrumentations are switched: the ends of their package names. */
import type { InstrumentationConfigMap } from '@opentelemetry/auto-instrumentations-node';

type Stock = keyof InstrumentationConfigMap extends `@opentelemetry/instrumentation-${infer Name}` ? Name : never;

/** Complete by its type: the bundle of them cannot be asked. */
const stock: Readonly<Record<Stock, true>> = {
  amqplib: true,
  'aws-lambda': true,
  'aws-sdk': true,
  bunyan: true,
  'cassandra-driver': true,
  connect: true,
  cucumber: true,
  dataloader: true,
  dns: true,
  express: true,
  fs: true,
  'generic-pool': true,
  graphql: true,
  grpc: true,
  hapi: true,
  'host-metrics': true,
  http: true,
  ioredis: true,
  kafkajs: true,
  knex: true,
  koa: true,
  'lru-memoizer': true,
  memcached: true,
  mongodb: true,
  mongoose: true,
  mysql: true,
  mysql2: true,
  'nestjs-core': true,
  net: true,
  openai: true,
  oracledb: true,
  pg: true,
  pino: true,
  redis: true,
  restify: true,
  router: true,
  'runtime-node': true,
  'socket.io': true,
  tedious: true,
  undici: true,
  winston: true,
};

export const stockInstrumentations = Object.keys(stock) as readonly Stock[];

/** Everything that can be named in the standard lists. */
export const instrumentationNames: ReadonlySet<string> = new Set([...stockInstrumentations, 'fastify', 'nats']);
