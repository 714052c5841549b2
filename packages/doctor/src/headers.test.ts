import { expect, test } from 'vitest';
import { headersOf } from './headers.ts';

test('headers are read as the standard writes them', () => {
  expect(headersOf('authorization=Bearer%20secret, x-scope-orgid=home,nonsense')).toEqual({
    authorization: 'Bearer secret',
    'x-scope-orgid': 'home',
  });
});

test('a stray percent sign is taken as it is', () => {
  expect(headersOf('x-share=100%')).toEqual({ 'x-share': '100%' });
});
