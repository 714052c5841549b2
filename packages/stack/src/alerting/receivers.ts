/** The ways to reach people. Each is on if its secrets are there, one file for each, in one private folder. */
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';
import { secretForms } from './secret-forms.ts';

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
  /** The texts that can be used by file name, without white space around them. */
  readonly texts: ReadonlyMap<string, string>;
  readonly configured: readonly ReceiverName[];
  /** One sentence for each way that is not on though something of it is there, and for each file that is not known. */
  readonly problems: readonly string[];
}

const knownFiles = Object.values(receiverFiles).flatMap(({ required, optional }) => [...required, ...optional]);
const requiredFiles = new Set(Object.values(receiverFiles).flatMap((files) => files.required));
/** An optional file that is empty is as good as none. */
const isEmpty = 'is empty';

/** Reads the files that are known, and makes each of them private (0600). */
export async function readSecrets(folder: string): Promise<Secrets> {
  const texts = new Map<string, string>();
  const faults = new Map<string, string>();
  const seen = (await readdir(folder).catch((): string[] => [])).toSorted((a, b) => a.localeCompare(b));
  for (const name of knownFiles.filter((known) => seen.includes(known))) {
    const { text, fault } = await readSecret(join(folder, name), name);
    if (fault === undefined) texts.set(name, text);
    else if (fault !== isEmpty || requiredFiles.has(name)) faults.set(name, fault);
  }
  const isOn = (name: ReceiverName) => {
    const files = receiverFiles[name];
    return files.required.every((file) => texts.has(file)) && !files.optional.some((file) => faults.has(file));
  };
  const ofWays = receiverNames
    .filter((name) => !isOn(name))
    .flatMap((name) => problemOf(receiverFiles[name], folder, seen, faults));
  const unknown = seen.filter((name) => !knownFiles.includes(name) && !name.startsWith('.'));
  const ofFiles = unknown.map((name) => `${join(folder, name)} is not used: known there are ${knownFiles.join(', ')}.`);
  return { texts, configured: receiverNames.filter(isOn), problems: [...ofWays, ...ofFiles] };
}

/** The text, or what is wrong with the file; the text itself is never said, since it may be a secret. */
async function readSecret(path: string, name: string): Promise<{ readonly text: string; readonly fault?: string }> {
  try {
    if ((await stat(path)).isDirectory()) return { text: '', fault: 'is a folder and must be a file' };
    await chmod(path, 0o600);
    const text = (await readFile(path, 'utf8')).trim();
    const form = secretForms.get(name);
    if (text === '') return { text, fault: isEmpty };
    return form === undefined || form.fits(text) ? { text } : { text, fault: `needs ${form.needs}` };
  } catch (error) {
    return { text: '', fault: `cannot be read (${systemCode(error) ?? 'unknown error'})` };
  }
}

/** Why a way is off; nothing if nobody has begun with it. */
function problemOf(
  { title, required, optional }: ReceiverFiles,
  folder: string,
  seen: readonly string[],
  faults: ReadonlyMap<string, string>,
): string[] {
  const files = [...required, ...optional];
  if (!files.some((file) => seen.includes(file))) return [];
  const missing = required.filter((file) => !seen.includes(file)).map((file) => `${file} is missing`);
  const faulty = files.flatMap((file) => (faults.has(file) ? [`${file} ${faults.get(file)}`] : []));
  return [
    `${title} gets no alerts: ${[...missing, ...faulty].join(' and ')} in ${folder}; docs/alerts.md says what goes in.`,
  ];
}
