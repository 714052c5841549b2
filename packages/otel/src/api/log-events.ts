/** Log records of the three events that every service has, with the fields that they have always had. */
import { logEvents, withoutPersonal, type AttributesOf, type LogEventDefinition } from '@mordomo/semconv';
import { context, logs, SeverityNumber, type Attributes } from '@opentelemetry/api';
import { errorType, exceptionAttributes, messageOf } from '../exception.ts';
import { redactUrl } from '../privacy/urls.ts';
import type { CheckedAttributes } from './checked-attributes.ts';
import { contentIsCaptured } from './content.ts';
import { networkOf, pseudonymOf } from './privacy.ts';
import { quietly } from './quietly.ts';

/** A request that was answered. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query; the values of the query are redacted. */
  readonly path: string;
  /** Address of the client; told as its network unless content is captured. */
  readonly client?: string;
  /** The user; told as a pseudonym unless content is captured. */
  readonly user?: string;
  readonly durationSeconds: number;
  /** HTTP status of the response. */
  readonly status: number;
  /** What went wrong: an error, or a text. */
  readonly error?: unknown;
}

/** A prediction of a model. */
export interface LoggedPrediction {
  readonly model: string;
  /** What the model was asked; told by its length unless content is captured. */
  readonly inputText?: string;
  readonly durationSeconds: number;
  readonly status: 'ok' | 'error';
  /** What went wrong: an error, or a text. */
  readonly error?: unknown;
}

/** Emits `api_request`, level info, with the active span. */
export function logRequest({ method, path, client, user, durationSeconds, status, error }: LoggedRequest): void {
  emit(logEvents.apiRequest, () => ({
    method,
    path: redactUrl(path),
    ...(client === undefined ? {} : { client: networkOf(client) }),
    ...(user === undefined ? {} : { user: pseudonymOf(user) }),
    duration: durationSeconds,
    status: String(status),
    ...errorOf(error),
  }));
}

/**
 * Emits `error`, level error, with the active span: class and message of what was thrown, also as `exception.*` with the stack.
 * @param about what the service adds; it cannot replace what is known of the error.
 */
export function logError<const Given extends CheckedAttributes<Given>>(error: unknown, about?: Given): void {
  emit(logEvents.error, () => ({
    ...about,
    error_type: errorType(error),
    error_message: messageOf(error),
    ...exceptionAttributes(error),
  }));
}

/**
 * Emits `model_prediction`, level info, with the active span. The input goes along only if
 * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` switches content capture on.
 */
export function logModelPrediction({ model, inputText, durationSeconds, status, error }: LoggedPrediction): void {
  emit(logEvents.modelPrediction, () => ({
    model,
    ...(inputText === undefined ? {} : { input_text: inputText, input_text_length: inputText.length }),
    duration: durationSeconds,
    status,
    ...errorOf(error),
  }));
}

const errorOf = (error: unknown): { error?: string } => (error == null ? {} : { error: messageOf(error) });

const severityNumbers = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const;

function emit<Definition extends LogEventDefinition>(
  { name, body, severity }: Definition,
  attributesOf: () => AttributesOf<Definition['attributes']> & Attributes,
): void {
  quietly(() =>
    logs.getLogger('@mordomo/otel').emit({
      eventName: name,
      body,
      severityNumber: severityNumbers[severity],
      severityText: severity,
      attributes: withoutPersonal(attributesOf(), contentIsCaptured),
      context: context.active(),
    }),
  );
}
