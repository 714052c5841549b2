/** Commands by redis. */
import '@mordomo/otel';
import { trace } from '@opentelemetry/api';
import { createClient } from 'redis';

void trace.getTracer('app').startActiveSpan('work', async (span) => {
  const client = createClient({ url: `redis://127.0.0.1:${process.env.REDIS_PORT}` });
  await client.connect();
  await client.set('lamp', 'on');
  await client.get('lamp');
  await client.close();
  span.end();
});
