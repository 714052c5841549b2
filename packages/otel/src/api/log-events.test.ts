import { contentCaptureVariable } from '@mordomo/semconv';
import { beforeEach, expect, test, vi } from 'vitest';
import { linesEmitted, reset } from '../../../voice/src/testing/telemetry.ts';
import { logError, logModelPrediction, logRequest } from './log-events.ts';

beforeEach(reset);

const onlyLine = () => {
  const [line, ...others] = linesEmitted();
  expect(others).toEqual([]);
  return line;
};

test('a request: its fields, without what is private in them', () => {
  const request = { method: 'GET', path: '/rooms/kitchen?token=canary', durationSeconds: 0.25, status: 200 };
  logRequest({ ...request, client: '192.168.1.77', user: 'maria' });
  const line = onlyLine();
  expect(line).toMatchObject({
    eventName: 'api_request',
    body: 'api_request',
    severityText: 'info',
    severityNumber: 9,
  });
  expect(line?.attributes).toEqual({
    method: 'GET',
    path: '/rooms/kitchen?token=REDACTED',
    client: '192.168.1.0/24',
    user: expect.stringMatching(/^user-[0-9a-f]{12}$/),
    duration: 0.25,
    status: '200',
  });
});

test('a request that failed says with what', () => {
  logRequest({ method: 'GET', path: '/', durationSeconds: 1, status: 500, error: new Error('dark') });
  expect(onlyLine()?.attributes).toMatchObject({ status: '500', error: 'dark' });
});

test('an error: class, message, stack, and what the service adds about it, which cannot replace them', () => {
  logError(new RangeError('too bright'), { room: 'kitchen', error_type: 'other' });
  const line = onlyLine();
  expect(line).toMatchObject({ eventName: 'error', body: 'error', severityText: 'error', severityNumber: 17 });
  expect(line?.attributes).toEqual({
    room: 'kitchen',
    error_type: 'RangeError',
    error_message: 'too bright',
    'exception.type': 'RangeError',
    'exception.message': 'too bright',
    'exception.stacktrace': expect.stringMatching(/^RangeError: too bright\n +at /),
  });
});

test('whatever was thrown can be logged', () => {
  logError(undefined);
  expect(onlyLine()?.attributes).toMatchObject({ error_type: 'undefined', error_message: 'undefined' });
});

test('what throws while it is told does not reach the service', () => {
  const hostile = Object.defineProperty(new Error('x'), 'message', {
    get: () => {
      throw new Error('no');
    },
  });
  expect(() => logError(hostile)).not.toThrow();
});

test('a prediction: its fields, of the input only the length', () => {
  logModelPrediction({ model: 'base.en', inputText: 'turn the light on', durationSeconds: 0.5, status: 'ok' });
  const line = onlyLine();
  expect(line).toMatchObject({ eventName: 'model_prediction', body: 'model_prediction', severityText: 'info' });
  expect(line?.attributes).toEqual({ model: 'base.en', input_text_length: 17, duration: 0.5, status: 'ok' });
});

test('with content capture on everything is told as it was given', async () => {
  vi.stubEnv(contentCaptureVariable, 'true');
  vi.resetModules();
  const captured = await import('./log-events.ts');
  vi.unstubAllEnvs();
  captured.logModelPrediction({ model: 'base.en', inputText: 'turn it on', durationSeconds: 0.5, status: 'ok' });
  captured.logRequest({ method: 'GET', path: '/', client: '10.0.0.9', user: 'maria', durationSeconds: 1, status: 200 });
  const [prediction, request] = linesEmitted();
  expect(prediction?.attributes).toMatchObject({ input_text: 'turn it on', input_text_length: 10 });
  expect(request?.attributes).toMatchObject({ client: '10.0.0.9', user: 'maria' });
});
