import { expect, test } from 'vitest';
import { destinationsOf } from './destinations.ts';

const address = 'https://collector:4318/v1/traces';

test('headers are read as the standard writes them, those of one signal after those of all', () => {
  const environment = {
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret, x-scope-orgid=home,nonsense',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-scope-orgid=garden',
  };
  const headers = { authorization: 'Bearer secret', 'x-scope-orgid': 'garden' };
  expect(destinationsOf({ traces: address }, environment)).toEqual({ traces: { address, headers } });
});

test("a signal's own certificate goes before that of all signals", () => {
  const environment = { OTEL_EXPORTER_OTLP_CERTIFICATE: 'all.pem', OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: 'own.pem' };
  const { traces, logs } = destinationsOf({ traces: address, logs: address }, environment);
  expect([traces?.certificate, logs?.certificate]).toEqual(['own.pem', 'all.pem']);
});

test('a stray percent sign is taken as it is', () => {
  const { traces } = destinationsOf({ traces: address }, { OTEL_EXPORTER_OTLP_HEADERS: 'x-share=100%' });
  expect(traces?.headers).toEqual({ 'x-share': '100%' });
});
