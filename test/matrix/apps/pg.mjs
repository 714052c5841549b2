/** Queries by a client and by a pool of pg. */
import '@mordomo/otel';
import { trace } from '@opentelemetry/api';
import pg, { Pool } from 'pg';

const options = { host: '127.0.0.1', port: Number(process.env.POSTGRES_PORT), user: 'app', database: 'house' };

void trace.getTracer('app').startActiveSpan('work', async (span) => {
  const client = new pg.Client(options);
  await client.connect();
  await client.query('SELECT 1 AS by_client');
  await client.end();
  const pool = new Pool(options);
  await pool.query('SELECT 1 AS by_pool');
  await pool.end();
  span.end();
});
