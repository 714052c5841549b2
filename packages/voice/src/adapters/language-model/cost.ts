/** What an answer cost, by the price table of this deployment. */
import { readFileSync } from 'node:fs';
import type { Usage } from './answer.ts';
import { prices as builtIn, type Price } from './prices.ts';

/** Names a JSON file: a list of prices, which come before the built-in ones. */
const setting = 'MORDOMO_PRICES';

let ofDeployment: readonly Price[] | undefined;

/** Tables in the order in which a model is looked up in them. */
export type PriceTables = readonly (readonly Price[])[];

/** The prices in force. What cannot be used is said once, on stderr. */
export function pricesInForce(own: readonly Price[]): PriceTables {
  if (ofDeployment === undefined) {
    const { prices, problems } = readPrices(process.env[setting]);
    for (const problem of problems) process.stderr.write(`[mordomo] ${setting}: ${problem}\n`);
    ofDeployment = prices;
  }
  return [own, ofDeployment, builtIn];
}

/** Who answered: a provider’s model has the name that was asked for, and often a more exact one in the answer. */
interface AnsweredBy {
  readonly provider: string;
  readonly asked: string;
  readonly answered: string;
}

/** In US dollars; undefined where the model has no price. */
export function costOf(
  usage: Usage,
  { provider, asked, answered }: AnsweredBy,
  tables: PriceTables,
): number | undefined {
  const names = [answered, asked, answered.replace(/-\d{4}-\d{2}-\d{2}$/, '')];
  const find = (table: readonly Price[], name: string) =>
    table.find((each) => each.provider === provider && each.model === name);
  const price = tables.flatMap((table) => names.flatMap((name) => find(table, name) ?? []))[0];
  if (price === undefined) return undefined;
  const { input, cached = 0, output } = usage;
  const { inputUsd, cachedInputUsd = inputUsd, outputUsd } = price;
  return ((input - cached) * inputUsd + cached * cachedInputUsd + output * outputUsd) / 1e6;
}

interface ReadPrices {
  readonly prices: readonly Price[];
  /** One sentence each. */
  readonly problems: readonly string[];
}

/** @param file path of a JSON file */
export function readPrices(file: string | undefined): ReadPrices {
  if (!file) return { prices: [], problems: [] };
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    return { prices: [], problems: [`${file} cannot be read (${message}); only the built-in prices are used.`] };
  }
  if (!Array.isArray(list))
    return { prices: [], problems: [`${file} is not a list of prices; only the built-in prices are used.`] };
  const prices = list.filter(isPrice);
  const wanted = 'a price needs provider, model, inputUsd and outputUsd (per million tokens), date and source';
  const wrong = list.length - prices.length;
  return {
    prices,
    problems: wrong === 0 ? [] : [`${wrong} of ${list.length} entries of ${file} are left out: ${wanted}.`],
  };
}

const textFields = ['provider', 'model', 'date', 'source'] as const;

function isPrice(entry: unknown): entry is Price {
  if (typeof entry !== 'object' || entry === null) return false;
  const fields = entry as Partial<Record<keyof Price, unknown>>;
  const isAmount = (value: unknown) => typeof value === 'number' && value >= 0;
  return (
    textFields.every((name) => typeof fields[name] === 'string') &&
    isAmount(fields.inputUsd) &&
    isAmount(fields.outputUsd) &&
    (fields.cachedInputUsd === undefined || isAmount(fields.cachedInputUsd))
  );
}
