/** The ways to reach people. Each is on if its secrets are there, one file for each, in one private folder. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { readOptional } from '../run/state.ts';

export const receiverNames = ['slack', 'email', 'telegram'] as const;
export type ReceiverName = (typeof receiverNames)[number];

interface ReceiverFiles {
  readonly title: string;
  /** It is on if all of these are there. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const receiverFiles: Readonly<Record<ReceiverName, ReceiverFiles>> = {
  slack: { title: 'Slack', required: ['slack-webhook-url'], optional: ['slack-channel'] },
  email: {
    title: 'E-mail',
    required: ['smtp-host', 'email-to'],
    optional: ['email-from', 'smtp-username', 'smtp-password'],
  },
  telegram: { title: 'Telegram', required: ['telegram-bot-token', 'telegram-chat-id'], optional: ['telegram-api-url'] },
};

/** What lies in the folder of secrets. */
export interface Secrets {
  /** Texts by file name, without white space around them. An empty file counts as missing. */
  readonly texts: ReadonlyMap<string, string>;
  readonly configured: readonly ReceiverName[];
  /** One sentence for each that is half there. */
  readonly problems: readonly string[];
}

/** Reads the files that are known, and makes each of them private (0600). */
export async function readSecrets(folder: string): Promise<Secrets> {
  const texts = new Map<string, string>();
  for (const name of Object.values(receiverFiles).flatMap(({ required, optional }) => [...required, ...optional])) {
    const text = await readOptional(join(folder, name));
    if (text === undefined) continue;
    await chmod(join(folder, name), 0o600);
    if (text.trim() !== '') texts.set(name, text.trim());
  }
  const isThere = (name: string) => texts.has(name);
  const configured = receiverNames.filter((name) => receiverFiles[name].required.every(isThere));
  const problems = receiverNames.flatMap((name) => {
    const { title, required, optional } = receiverFiles[name];
    const missing = required.filter((file) => !isThere(file));
    if (missing.length === 0 || ![...required, ...optional].some(isThere)) return [];
    return [
      `${title} gets no alerts: ${missing.join(' and ')} is missing or empty in ${folder}; docs/alerts.md says what goes in.`,
    ];
  });
  return { texts, configured, problems };
}
