/** Commands by ioredis. */
import '@mordomo/otel';
import { trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';

void trace.getTracer('app').startActiveSpan('work', async (span) => {
  const client = new Redis({ host: '127.0.0.1', port: Number(process.env.REDIS_PORT), lazyConnect: true });
  await client.connect();
  await client.set('lamp', 'on');
  await client.get('lamp');
  client.disconnect();
  span.end();
});
