/** An answer of a language model, put together from its chunks. */
import type { WireChunk, WireToolCall, WireToolCallPiece } from './protocol.ts';

/** Tokens; what the server did not count is absent. */
export interface Usage {
  readonly input: number;
  /** Of the input. */
  readonly cached?: number;
  readonly output: number;
  /** Of the output. */
  readonly reasoning?: number;
}

export class Answer {
  id: string | undefined;
  model: string | undefined;
  text = '';
  finishReason: string | undefined;
  usage: Usage | undefined;
  readonly #calls: { readonly index: number; id: string; name: string; arguments: string }[] = [];

  /** Takes the next chunk. @returns the text in it */
  add({ id, model, choices, usage }: WireChunk): string {
    if (id) this.id ??= id;
    if (model) this.model ??= model;
    if (usage) this.usage = usageOf(usage);
    const [choice] = choices ?? [];
    const part = choice?.delta ?? choice?.message;
    this.finishReason = choice?.finish_reason ?? this.finishReason;
    for (const [position, piece] of (part?.tool_calls ?? []).entries()) this.#addCall(piece, position);
    const text = part?.content ?? '';
    this.text += text;
    return text;
  }

  get calls(): WireToolCall[] {
    return this.#calls.map(({ id, name, arguments: json }) => ({
      id,
      type: 'function',
      function: { name, arguments: json },
    }));
  }

  /** A stream that broke off has neither a reason to finish nor a count of tokens. */
  get isComplete(): boolean {
    return this.finishReason !== undefined || this.usage !== undefined;
  }

  get isEmpty(): boolean {
    return this.text === '' && this.#calls.length === 0;
  }

  #addCall({ index, id, function: piece }: WireToolCallPiece, position: number): void {
    const at = index ?? position;
    const known = this.#calls.findLast((call) => call.index === at);
    // Some servers number all calls 0: another id is another call.
    const isNew = known === undefined || (Boolean(id) && id !== known.id);
    const call = isNew ? { index: at, id: id ?? `call_${this.#calls.length}`, name: '', arguments: '' } : known;
    if (isNew) this.#calls.push(call);
    call.name += piece?.name ?? '';
    call.arguments += piece?.arguments ?? '';
  }
}

function usageOf(wire: NonNullable<WireChunk['usage']>): Usage | undefined {
  const { prompt_tokens: input, completion_tokens: output } = wire;
  if (input === undefined || output === undefined) return undefined;
  const cached = wire.prompt_tokens_details?.cached_tokens;
  const reasoning = wire.completion_tokens_details?.reasoning_tokens;
  return { input, output, ...(cached !== undefined && { cached }), ...(reasoning !== undefined && { reasoning }) };
}
