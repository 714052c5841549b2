/** Something the user can mend. The message is one complete sentence for them. */
export class UserError extends Error {
  override name = 'UserError';
}

/** There is nothing to speak to a house on. */
export const noStack = (dataDir: string): UserError =>
  new UserError(`No stack runs in ${dataDir}; start one with "mordomo up --detach --data ${dataDir}" first.`);
