/** What the OpenTelemetry packages say about themselves: as sentences of ours, and only where it is asked for. */
import { diag, DiagLogLevel, type DiagLogFunction } from '@opentelemetry/api';
import { reasonOf, sayAtMost } from '../diagnostics.ts';
import type { LogLevel } from '../settings/general.ts';
import { saySecondSetup } from './second-setup.ts';

/** How the API refuses the providers of a second set-up. */
const duplicate = /Attempted duplicate registration/;

/** The packages of this project name themselves; what they say is for the person who runs the service. */
const ours = /^@mordomo\//;

/** @param level without one all but our own packages are silent: what matters of it is said by this package. */
export function listenToSdk(level: LogLevel | undefined): void {
  const say =
    (importance: 'error' | 'warn' | 'info' | 'debug'): DiagLogFunction =>
    (...parts) => {
      if (duplicate.test(parts[0])) return saySecondSetup();
      const isOurs = ours.test(parts[0]);
      if (level === undefined && !isOurs) return;
      const sentence = `${isOurs ? '' : 'OpenTelemetry: '}${parts.map(textOf).join(' ')}`;
      sayAtMost(sentence, 60_000, sentence, importance);
    };
  const logger = {
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
    verbose: say('debug'),
  };
  const logLevel = DiagLogLevel[(level ?? 'warn').toUpperCase() as Uppercase<LogLevel>];
  diag.setLogger(logger, { logLevel, suppressOverrideMessage: true });
}

/** The first line of anything; errors come as objects or as the JSON of one. */
function textOf(part: unknown): string {
  if (typeof part !== 'string') return part instanceof Error ? reasonOf(part) : (JSON.stringify(part) ?? String(part));
  try {
    const message: unknown = Reflect.get(Object(JSON.parse(part)), 'message');
    return typeof message === 'string' ? message : part;
  } catch {
    return part.split('\n', 1)[0] ?? '';
  }
}
