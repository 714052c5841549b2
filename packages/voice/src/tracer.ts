import { trace, type Tracer } from '@opentelemetry/api';

let made: Tracer | undefined;

/** The tracer of this package; once made, it follows an SDK that is started later. */
export const tracer = (): Tracer => (made ??= trace.getTracer('@mordomo/voice'));
