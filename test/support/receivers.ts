/** Stand-ins for Slack, Telegram and a mail server, which answer as these do and keep what they are sent. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

interface Message {
  readonly text: string;
  /** What is wrong with it by the documentation of the service; nothing, one hopes. */
  readonly problems: readonly string[];
}

interface Receiver {
  readonly port: number;
  readonly messages: Message[];
  readonly stop: () => Promise<void>;
}

const body = async (request: IncomingMessage): Promise<unknown> => {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
};

async function listen(server: Server): Promise<number> {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return (server.address() as AddressInfo).port;
}

const stopped = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** A problem for each of these that does not hold. */
const wrong = (...checks: readonly (readonly [holds: boolean, otherwise: string])[]): string[] =>
  checks.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);

interface SlackMessage {
  readonly channel?: unknown;
  readonly attachments?: readonly { readonly title?: string; readonly title_link?: string; readonly text?: string }[];
}

/** An incoming webhook: `POST /services/T…/B…/…` with JSON; its answer is the text `ok`. */
export async function startSlack(path: string): Promise<Receiver> {
  const messages: Message[] = [];
  const server = createServer(async (request, response) => {
    const { channel, attachments = [] } = (await body(request)) as SlackMessage;
    const [{ title = '', title_link = '', text = '' } = {}] = attachments;
    const problems = wrong(
      [request.method === 'POST' && request.url === path, `asked for ${request.method} ${request.url}`],
      [request.headers['content-type']?.startsWith('application/json') === true, 'not JSON'],
      [channel === '#alerts', `channel ${String(channel)}`],
      [attachments.length === 1, `${attachments.length} attachments`],
      [title.length > 0 && title.length < 256, `title of ${title.length} characters`],
      [text.length > 0 && text.length < 8000, `text of ${text.length} characters`],
      [URL.canParse(title_link), `title_link ${title_link}`],
    );
    messages.push({ text: `${title}\n${title_link}\n${text}`, problems });
    response.end('ok');
  });
  return { port: await listen(server), messages, stop: () => stopped(server) };
}

interface TelegramMessage {
  readonly chat_id?: unknown;
  readonly text?: string;
  readonly parse_mode?: string;
}

/** What Telegram's HTML mode knows of the tags that we use; any other is an error there. */
const telegramTags = /<\/?(?:b|i)>|<a href="[^"<>]+">|<\/a>/g;

/** The Bot API: `POST /bot<token>/sendMessage`; its answer is the message that it sent. */
export async function startTelegram(
  token: string,
  chat: string,
): Promise<Receiver & { readonly refuse: (description: string | undefined) => void }> {
  const messages: Message[] = [];
  let refusal: string | undefined;
  const server = createServer(async (request, response) => {
    const { chat_id, text = '', parse_mode } = (await body(request)) as TelegramMessage;
    response.setHeader('content-type', 'application/json');
    if (refusal !== undefined) {
      response.writeHead(401).end(JSON.stringify({ ok: false, error_code: 401, description: refusal }));
      return;
    }
    const problems = wrong(
      [
        request.method === 'POST' && request.url === `/bot${token}/sendMessage`,
        `asked for ${request.method} ${request.url}`,
      ],
      [String(chat_id) === chat, `chat ${String(chat_id)}`],
      [parse_mode === 'HTML', `parse mode ${parse_mode}`],
      [text.length > 0 && text.length <= 4096, `${text.length} characters`],
      [!/[<>]/.test(text.replaceAll(telegramTags, '')), 'a tag that is not allowed, or a bare < or >'],
    );
    messages.push({ text, problems });
    const result = {
      message_id: messages.length,
      date: Math.floor(Date.now() / 1000),
      chat: { id: Number(chat), type: 'group' },
      text,
    };
    response.end(JSON.stringify({ ok: true, result }));
  });
  const refuse = (description: string | undefined) => void (refusal = description);
  return { port: await listen(server), messages, refuse, stop: () => stopped(server) };
}

/** A mail server on this machine, without encryption and without passwords. */
export async function startMail(to: string): Promise<Receiver> {
  const messages: Message[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      void Array.fromAsync(stream as AsyncIterable<Buffer>).then((chunks) => {
        const mail = decoded(Buffer.concat(chunks).toString('utf8'));
        const problems = wrong(
          [
            envelope.rcptTo.map(({ address }) => address).join() === to,
            `sent to ${envelope.rcptTo.map(({ address }) => address).join()}`,
          ],
          [/^From: .+@/m.test(mail), 'no sender'],
          [/^Subject: .+/m.test(mail), 'no subject'],
          [
            /^Content-Type: text\/plain/im.test(mail) && /^Content-Type: text\/html/im.test(mail),
            'not in both text and HTML',
          ],
        );
        messages.push({ text: mail, problems });
        done();
      });
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.server.address() as AddressInfo).port, messages, stop };
}

/** Undoes the encodings that keep mail to seven bits. */
const decoded = (mail: string): string =>
  mail
    .replaceAll(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, word: string) => word.replaceAll('_', ' '))
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/gi, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
