/** The process that serves the turns: its settings are environment variables that the stack sets. */
import { backendStore } from './store.ts';
import { createTurnServer } from './server.ts';

function setting(name: string): string {
  const value = process.env[name];
  return value === undefined || value === '' ? fail(`The turn page needs ${name}; "mordomo up" sets it.`) : value;
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const site = {
  store: backendStore({
    jaeger: setting('MORDOMO_JAEGER_URL'),
    loki: setting('MORDOMO_LOKI_URL'),
    prometheus: setting('MORDOMO_PROMETHEUS_URL'),
  }),
  places: { jaeger: process.env['MORDOMO_JAEGER_PUBLIC_URL'], grafana: process.env['MORDOMO_GRAFANA_PUBLIC_URL'] },
  repliesDir: setting('MORDOMO_REPLIES_DIR'),
};
const port = Number(setting('MORDOMO_TURN_PAGE_PORT'));
const host = process.env['MORDOMO_LISTEN_HOST'] ?? '127.0.0.1';

createTurnServer(site)
  .once('error', (error) => fail(`The turn page cannot listen on ${host}:${port}: ${error.message}.`))
  .listen(port, host);
process.on('SIGTERM', () => process.exit(0));
