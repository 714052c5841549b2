import { contentCaptureVariable, isContentCaptured } from '@mordomo/semconv';

/** Whether what people say may leave this process. Read here, since these helpers work without the rest of this package. */
export const contentIsCaptured = isContentCaptured(process.env[contentCaptureVariable]);
