/** The compiler is the judge here: `npm run typecheck` fails where one of these lines compiles that should not. */
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import fastify from 'fastify';
import { expect, expectTypeOf, test } from 'vitest';
import {
  expressMetrics,
  fastifyMetrics,
  logError,
  logModelPrediction,
  logRequest,
  recordApiRequest,
  recordModelPrediction,
  traced,
  withSpan,
} from './index.ts';

test('results keep their types', () => {
  expectTypeOf(withSpan('x', () => 7)).toEqualTypeOf<number>();
  expectTypeOf(withSpan('x', { room: 'kitchen' }, async () => 'on')).toEqualTypeOf<Promise<string>>();
  const generated = withSpan('x', function* words(): Generator<string, number, boolean> {
    yield 'a';
    return 7;
  });
  expectTypeOf(generated).toEqualTypeOf<Generator<string, number, boolean>>();
  const parse = <Value>(value: Value, radix?: number): Value => (radix === undefined ? value : value);
  const same: typeof parse = traced(parse);
  const sameToo: typeof parse = traced('x', { room: 'kitchen' }, parse);
  expectTypeOf(same(sameToo(performance.now()))).toEqualTypeOf<number>();
});

test('a wrong attribute does not compile, nor does it throw', () => {
  const calls = (): void => {
    const work = (): void => {};
    withSpan('x', { room: 'kitchen', lamps: 7, on: true, names: ['a'], later: undefined }, work);
    withSpan('x', { 'voice.stage': 'stt', 'voice.stt.confidence': 0.5 }, work);
    // @ts-expect-error: there is no such stage
    withSpan('x', { 'voice.stage': 'sst' }, work);
    // @ts-expect-error: a number
    withSpan('x', { 'voice.stt.confidence': 'high' }, work);
    // @ts-expect-error: misspelt
    withSpan('x', { 'voice.stge': 'stt' }, work);
    // @ts-expect-error: no attribute can be an object
    withSpan('x', { room: { name: 'kitchen' } }, work);
    // @ts-expect-error: no attribute can be a function
    traced('x', { room: () => 'kitchen' }, work);
    // @ts-expect-error: misspelt
    logError(new Error('x'), { 'voice.stge': 'stt' });
    logError(new Error('x'), { room: 'kitchen' });
  };
  expect(calls).not.toThrow();
});

test('a wrong label does not compile, nor does it throw', () => {
  const calls = (): void => {
    recordApiRequest({ endpoint: '/rooms/:room', method: 'GET', status: 200 }, 0.1);
    recordModelPrediction({ model: 'base.en', status: 'ok' }, 0.1);
    // @ts-expect-error: methods are upper case
    recordApiRequest({ endpoint: '/rooms/:room', method: 'get', status: 200 }, 0.1);
    // @ts-expect-error: the path is no label
    recordApiRequest({ endpoint: '/rooms/:room', method: 'GET', status: 200, path: '/rooms/1' }, 0.1);
    // @ts-expect-error: every label is needed
    recordApiRequest({ endpoint: '/rooms/:room', method: 'GET' }, 0.1);
    // @ts-expect-error: a prediction is ok or an error
    recordModelPrediction({ model: 'base.en', status: 'maybe' }, 0.1);
  };
  expect(calls).not.toThrow();
});

test('a wrong field of a log line does not compile, nor does it throw', () => {
  const calls = (): void => {
    logRequest({ method: 'GET', path: '/', durationSeconds: 0.1, status: 200 });
    // @ts-expect-error: the unit belongs to the name
    logRequest({ method: 'GET', path: '/', duration: 0.1, status: 200 });
    // @ts-expect-error: a prediction is ok or an error
    logModelPrediction({ model: 'base.en', durationSeconds: 0.1, status: 200 });
  };
  expect(calls).not.toThrow();
});

test('the plugins fit their frameworks', () => {
  expectTypeOf(expressMetrics()).toExtend<(request: Request, response: Response, next: NextFunction) => void>();
  express().use(expressMetrics());
  void fastify().register(fastifyMetrics);
});
