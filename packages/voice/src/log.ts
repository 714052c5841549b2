import type { AttributesOf, LogEventDefinition } from '@mordomo/semconv';
import { logs, SeverityNumber, type Context, type Logger } from '@opentelemetry/api';
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

/** Emits a registered log event in the given context, whose span it then names. */
export function emit<Definition extends LogEventDefinition>(
  { name, body, severity }: Definition,
  attributes: AttributesOf<Definition['attributes']>,
  context: Context,
): void {
  logger().emit({
    eventName: name,
    body,
    severityNumber: severityNumbers[severity],
    severityText: severity,
    attributes: withoutPersonal(attributes),
    context,
  });
}
