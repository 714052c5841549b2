import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { costOf, readPrices } from './cost.ts';
import { prices as builtIn } from './prices.ts';

const folder = mkdtempSync(join(tmpdir(), 'mordomo-prices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const usage = { input: 1000, cached: 400, output: 500 };
const price = { provider: 'openai', model: 'm', inputUsd: 2, cachedInputUsd: 1, outputUsd: 8, date: '', source: '' };
const by = (answered: string, asked = answered) => ({ provider: 'openai', asked, answered });

test('cached tokens are part of the input, and have a price of their own', () => {
  expect(costOf(usage, by('m'), [[price]])).toBeCloseTo((600 * 2 + 400 * 1 + 500 * 8) / 1e6, 12);
  const { cachedInputUsd: _, ...without } = price;
  expect(costOf(usage, by('m'), [[without]])).toBeCloseTo((1000 * 2 + 500 * 8) / 1e6, 12);
});

test('a model without a price has an unknown cost, not 0', () => {
  expect(costOf(usage, by('other'), [[price]])).toBeUndefined();
  expect(costOf(usage, { ...by('m'), provider: 'groq' }, [[price]])).toBeUndefined();
});

test('a price holds for the dated names of its model; an exact name and an own price come first', () => {
  const dated = { ...price, model: 'm-2026-01-31', outputUsd: 0, inputUsd: 1, cachedInputUsd: 1 };
  expect(costOf(usage, by('m-2026-01-31'), [[price]])).toBeDefined();
  expect(costOf(usage, by('m-2026-01-31', 'm'), [[price, dated]])).toBeCloseTo(0.001, 12);
  expect(costOf(usage, by('m-2026-01-31', 'm'), [[{ ...dated, model: 'm' }], [dated, price]])).toBeCloseTo(0.001, 12);
  expect(costOf(usage, by('m-mini'), [[price]])).toBeUndefined();
});

test('every built-in price says when and where it was seen', () => {
  for (const { model, date, source, inputUsd, outputUsd } of builtIn)
    expect({ model, date, source, isRising: inputUsd < outputUsd }).toEqual({
      model,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      source: expect.stringMatching(/^https:/) as string,
      isRising: true,
    });
});

test('a file adds prices; what is wrong with it is one sentence, and the rest holds', () => {
  const file = join(folder, 'prices.json');
  const write = (content: string) => {
    writeFileSync(file, content);
    return readPrices(file);
  };
  expect(readPrices(undefined)).toEqual({ prices: [], problems: [] });
  expect(write(JSON.stringify([price]))).toEqual({ prices: [price], problems: [] });
  expect(write(JSON.stringify([price, { ...price, inputUsd: 'much' }, null]))).toEqual({
    prices: [price],
    problems: [expect.stringContaining(`2 of 3 entries of ${file} are left out`) as string],
  });
  expect(write('{}').problems).toEqual([`${file} is not a list of prices; only the built-in prices are used.`]);
  expect(write('no').problems[0]).toMatch(/cannot be read .*only the built-in prices are used\.$/);
  expect(readPrices(join(folder, 'none.json')).problems[0]).toContain('ENOENT');
});
