/** Labels of metrics: short names, as dashboards and alerts spell them. Every one has few, fixed values. */
import { attribute, choice } from './define.ts';
import { outcomes } from './stages.ts';

export const device = attribute('device', 'string', {
  brief: 'The satellite or board that heard the user.',
  metricSafe: true,
});
export const engine = attribute('engine', 'string', { brief: 'The engine that did the work.', metricSafe: true });
export const subject = attribute('subject', 'string', { brief: 'NATS subject without ids.', metricSafe: true });
export const provider = attribute('provider', 'string', { brief: 'Who answered the prompt.', metricSafe: true });
export const model = attribute('model', 'string', { brief: 'The model that was asked.', metricSafe: true });
export const location = choice('location', ['local', 'cloud'], {
  brief: 'Where the answer was made.',
  metricSafe: true,
});
export const requestOutcome = choice('outcome', ['ok', 'error'], {
  brief: 'Whether the request succeeded.',
  metricSafe: true,
});
export const turnOutcome = choice('outcome', outcomes, { brief: 'How the turn ended.', metricSafe: true });
export const signal = choice('signal', ['traces', 'metrics', 'logs'], {
  brief: 'The telemetry signal.',
  metricSafe: true,
});
export const fate = choice('fate', ['spooled', 'sent', 'dropped'], {
  brief: 'What became of the items.',
  metricSafe: true,
});
export const reason = choice('reason', ['', 'size', 'age', 'rejected', 'invalid', 'unspooled'], {
  brief:
    'Why items were dropped: spool over its size, over its age, refused by the receiver, impossible to encode, or neither disk nor memory had room; empty when they were not.',
  metricSafe: true,
});
