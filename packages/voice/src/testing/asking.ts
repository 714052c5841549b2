/** Asks a language model within a stage of a turn, as a service does. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { languageModel, type AskOptions, type LanguageModel } from '../adapters/language-model/index.ts';
import { openTurn, streamStage, type Turn } from '../index.ts';
import { LanguageModelServer } from './language-model-server.ts';
import { pointsOf, reset } from './telemetry.ts';

export const prompt = [{ role: 'user', content: 'is it bright in the kitchen' }] as const;

/** Of every model of `modelOf`, per million tokens. */
export const price = { inputUsd: 2, outputUsd: 8, date: '2026-11-22', source: 'a test' };

export interface Asking {
  readonly server: LanguageModelServer;
  readonly baseUrl: string;
  readonly turn: Turn;
  /** A cloud model; each test has one of its own, since metrics go on counting. */
  readonly modelOf: (provider: string, model: string) => LanguageModel;
  readonly ask: (model: LanguageModel, options?: AskOptions) => Promise<string[]>;
}

/** A server for the file, a turn for each test. */
export function useAsking(): Asking {
  const server = new LanguageModelServer();
  let baseUrl = '';
  let turn: Turn;
  beforeAll(async () => void (baseUrl = await server.listen()));
  afterAll(() => server.close());
  beforeEach(() => {
    reset();
    turn = openTurn({ device: 'kitchen' });
  });
  return {
    server,
    get baseUrl() {
      return baseUrl;
    },
    get turn() {
      return turn;
    },
    modelOf(provider, model) {
      const prices = [{ ...price, provider, model }];
      return languageModel({ provider, model, baseUrl, location: 'cloud', prices, timeoutMs: 1_000 });
    },
    ask: (model, options = {}) =>
      Array.fromAsync(
        streamStage('brain', (stage) => model.stream(prompt, { ...options, stage }), { context: turn.context }),
      ),
  };
}

/** The value of the series of a metric that has the labels. */
export const valueOf = async (metric: string, labels: Readonly<Record<string, string>>): Promise<unknown> =>
  (await pointsOf(metric)).find(({ attributes }) =>
    Object.entries(labels).every(([key, value]) => attributes[key] === value),
  )?.value;
