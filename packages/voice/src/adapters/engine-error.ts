/** Why an engine gave no result; also the `error.type` of its stage. */
type Kind =
  | 'EngineUnreachable'
  | 'EngineTimeout'
  | 'EngineRefusal'
  | 'EngineBrokeOff'
  | 'EngineSilent'
  | 'EngineNotUnderstood';

interface Facts {
  /** The HTTP status of a refusal. */
  readonly status?: number;
  /** How long the server asks to wait before it is asked again. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * An engine gave no result. The name is the kind of failure; the message is one sentence for whoever runs the house,
 * and holds nothing that was said in it.
 */
export class EngineError extends Error {
  override readonly name: Kind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: Kind, message: string, { status, retryAfterMs, cause }: Facts = {}) {
    super(message, { cause });
    this.name = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The innermost reason that Node gives for a connection that failed, such as `ECONNREFUSED`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
