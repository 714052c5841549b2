import type { AttributesOf, LogEventDefinition } from '@mordomo/semconv';
import { logs, SeverityNumber, type Context, type Logger } from '@opentelemetry/api';
import { now } from './clock.ts';
import { withoutPersonal } from './content.ts';

const severityNumbers = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const;

let made: Logger | undefined;

/** Once made, it follows an SDK that is started later. */
const logger = (): Logger => (made ??= logs.getLogger('@mordomo/voice'));

/**
 * Emits a registered log event in the given context, whose span it then names.
 * @param timestamp milliseconds since the epoch
 */
export function emit<Definition extends LogEventDefinition>(
  { name, body, severity }: Definition,
  attributes: AttributesOf<Definition['attributes']>,
  context: Context,
  timestamp: number = now(),
): void {
  logger().emit({
    timestamp,
    eventName: name,
    body,
    severityNumber: severityNumbers[severity],
    severityText: severity,
    attributes: withoutPersonal(attributes),
    context,
  });
}
