/** Something the user can mend. The message is one complete sentence for them; no stack trace is needed. */
export class StackError extends Error {
  override name = 'StackError';
}

/** The `code` of a Node system error (`ENOSPC`, `EACCES`, …), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Turns a failed write into a sentence about the disk.
 * @param action what was being done, as the sentence's beginning: "The state of the stack cannot be written"
 */
export function diskError(error: unknown, action: string, folder: string): StackError {
  const reasons: Record<string, string> = {
    ENOSPC: `the disk that holds ${folder} is full; free some space there or choose another folder`,
    EDQUOT: `the disk quota for ${folder} is used up; free some space there or choose another folder`,
    EROFS: `${folder} is on a read-only disk; choose another folder`,
    EACCES: `${folder} is not writable for you; change its permissions or choose another folder`,
    EPERM: `${folder} is not writable for you; change its permissions or choose another folder`,
    ENOTDIR: `${folder} lies below a file, not a folder; choose another folder`,
    EEXIST: `${folder} is a file, not a folder; choose another folder`,
  };
  const code = systemCode(error);
  const reason = code === undefined ? undefined : reasons[code];
  return new StackError(`${action}: ${reason ?? (error instanceof Error ? error.message : String(error))}.`);
}
