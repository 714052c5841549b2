/** The turn that was asked for is not there. The message is one sentence for the user: what was looked for, where, what to do. */
export class TurnNotFoundError extends Error {
  override readonly name = 'TurnNotFoundError';
}

/** Nothing could answer what was asked, whatever turns there are. The message is one sentence for the user: what to ask instead. */
export class BadQuestionError extends Error {
  override readonly name = 'BadQuestionError';
}

/**
 * The trace id in the form in which every backend stores it (32 lower-case hex digits), or `last`.
 * @throws TurnNotFoundError when the text can be neither.
 */
export function parseTurnId(text: string): string {
  const id = text.trim().toLowerCase();
  if (id === 'last' || /^[0-9a-f]{32}$/.test(id)) return id;
  throw new TurnNotFoundError(
    `${JSON.stringify(text)} is not a trace id: give its 32 hex digits, or "last" for the newest turn.`,
  );
}
