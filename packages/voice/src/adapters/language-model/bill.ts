import type { StageAttributes } from '../../open-stage.ts';
import type { Usage } from './answer.ts';

/** What all attempts to answer one question used together. A sum with an unknown part is unknown. */
export class Bill {
  readonly #usages: (Usage | undefined)[] = [];
  readonly #costs: (number | undefined)[] = [];

  add(usage: Usage | undefined, costUsd: number | undefined): void {
    this.#usages.push(usage);
    this.#costs.push(costUsd);
  }

  get attributes(): StageAttributes {
    const input = sum(this.#usages.map((usage) => usage?.input));
    const cached = sum(this.#usages.map((usage) => usage?.cached));
    const output = sum(this.#usages.map((usage) => usage?.output));
    const cost = sum(this.#costs);
    return {
      ...(input !== undefined && { 'gen_ai.usage.input_tokens': input }),
      ...(cached !== undefined && { 'gen_ai.usage.cache_read.input_tokens': cached }),
      ...(output !== undefined && { 'gen_ai.usage.output_tokens': output }),
      ...(cost !== undefined && { 'voice.cost_usd': cost }),
    };
  }
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const isKnown = (value: number | undefined): value is number => value !== undefined;
  return values.length > 0 && values.every(isKnown) ? values.reduce((total, value) => total + value, 0) : undefined;
}
