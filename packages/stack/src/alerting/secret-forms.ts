/** What the text of a secret has to look like: Alertmanager does not start with some that are wrong, and fails at every notice with others. */

interface Form {
  readonly fits: (text: string) => boolean;
  /** What the file needs, for a person. */
  readonly needs: string;
}

const url: Form = {
  fits: (text) => /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text),
  needs: 'a URL that begins with https://',
};

/** Of the files whose text has a form; the others may hold anything. */
export const secretForms: ReadonlyMap<string, Form> = new Map([
  ['slack-webhook-url', url],
  ['telegram-api-url', url],
  ['telegram-bot-token', { fits: (text) => /^\d+:[\w-]+$/.test(text), needs: 'a token such as 123456:ABC-DEF' }],
  ['telegram-chat-id', { fits: isChatId, needs: 'a number other than 0 such as -1001234567890' }],
  ['smtp-host', { fits: isServerAndPort, needs: 'server:port such as mail.example.org:587' }],
  ['email-to', { fits: (text) => text.split(',').every(isAddress), needs: 'an address such as ana@example.org' }],
  ['email-from', { fits: isAddress, needs: 'an address such as casa@example.org' }],
]);

/** Alertmanager reads it as a 64-bit number. */
function isChatId(text: string): boolean {
  return /^-?\d{1,18}$/.test(text) && Number(text) !== 0;
}

function isServerAndPort(text: string): boolean {
  const port = Number(/^(?:[\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(text)?.[1]);
  return port > 0 && port <= 65_535;
}

/** An address alone, or with a name before it. */
function isAddress(text: string): boolean {
  return /^\s*(?:[^@<>{}]*<[^@\s<>{}]+@[^@\s<>{}]+>|[^@\s<>{}]+@[^@\s<>{}]+)\s*$/.test(text);
}
