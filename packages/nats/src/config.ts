/** What can be set. */
import type { InstrumentationConfig, SpanCustomizationHook } from '@opentelemetry/instrumentation';
import type { Message, Payload } from './library.ts';
import type { SubjectRules } from './subjects.ts';

/** A message that is about to be sent. */
export interface SentMessage {
  readonly subject: string;
  readonly payload: Payload | undefined;
}

export interface NatsInstrumentationConfig extends InstrumentationConfig {
  /**
   * Subjects of the voice pipeline. Their messages carry the context of the turn, not of the sender's stage, and have no
   * spans of their own: the stages are the spans. Default: `['voice.>']`.
   */
  handOver?: readonly string[];
  /** Subjects whose messages are only counted, for what comes many times a second, such as `audio.>`. Default: none. */
  untraced?: readonly string[];
  /**
   * Names for subjects with ids: `devices.{device}.state` matches `devices.*.state`. Where none matches, tokens that look
   * like ids become `*`. Default: none.
   */
  templates?: readonly string[];
  /** Called with the span of each message that is published or requested, before it is sent. */
  publishHook?: SpanCustomizationHook<SentMessage>;
  /** Called with the span of each message that is handled, before its handler runs. */
  processHook?: SpanCustomizationHook<Message>;
}

export const subjectRules = ({
  handOver = ['voice.>'],
  untraced = [],
  templates = [],
}: NatsInstrumentationConfig): SubjectRules => ({ handOver, untraced, templates });
