import { contentCaptureVariable, isContentCaptured, withoutPersonal as cutPersonal } from '@mordomo/semconv';
import type { Attributes } from '@opentelemetry/api';

/** Read here and not in @mordomo/otel, since this package must keep what is private without it too. */
export const contentIsCaptured = isContentCaptured(process.env[contentCaptureVariable]);

/** The attributes without the personal ones, unless content capture is switched on. */
export const withoutPersonal = (attributes: Attributes, isCaptured = contentIsCaptured): Attributes =>
  cutPersonal(attributes, isCaptured);
