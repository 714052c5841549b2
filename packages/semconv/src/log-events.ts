/** Log events. The line is fixed text; values are attributes, so that lines can be counted and nothing private slips in. */
import * as attributes from './attributes.ts';
import { logEvent } from './define.ts';
import { stage as stageSpan, turn as turnSpan } from './spans.ts';

export * from './api-log-events.ts';

export const turnStarted = logEvent({
  name: 'voice.turn.started',
  body: 'turn started',
  severity: 'info',
  brief: 'The wake word was heard and a turn opened.',
  attributes: [attributes.device, attributes.wakeScore],
});
export const turnEnded = logEvent({
  name: 'voice.turn.ended',
  body: 'turn ended',
  severity: 'info',
  brief: 'The turn ended, with its outcome and latencies.',
  attributes: turnSpan.attributes,
});
export const stageCompleted = logEvent({
  name: 'voice.stage.completed',
  body: 'stage completed',
  severity: 'info',
  brief: 'A stage did its work.',
  attributes: [...stageSpan.attributes, attributes.durationSeconds],
});
export const stageFailed = logEvent({
  name: 'voice.stage.failed',
  body: 'stage failed',
  severity: 'error',
  brief: 'A stage threw; the error’s type is an attribute.',
  attributes: [...stageSpan.attributes, attributes.durationSeconds],
});
export const doctorProbe = logEvent({
  name: 'mordomo.doctor.probe',
  body: 'mordomo doctor was here',
  severity: 'info',
  brief: 'Sent by `mordomo doctor` to see whether log lines arrive.',
  attributes: [],
});
