/** Something the user can mend. The message is one complete sentence for them. */
export class UserError extends Error {
  override name = 'UserError';
}
