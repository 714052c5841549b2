export { NatsInstrumentation } from './instrumentation.ts';
export type { NatsInstrumentationConfig, SentMessage } from './config.ts';
export type { Message, MessageHeaders, Payload } from './library.ts';
