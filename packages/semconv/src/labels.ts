/** Labels of metrics: short names, as dashboards and alerts spell them. Every one has few, fixed values. */
import { budgetNames, verdicts, waitParts } from './budgets.ts';
import { attribute, choice } from './define.ts';
import { httpMethods } from './http-methods.ts';
import { outcomes, stages } from './stages.ts';

export const device = attribute('device', 'string', {
  brief: 'The satellite or board that heard the user.',
  metricSafe: true,
});
export const stage = choice('stage', stages, { brief: 'The stage of the turn.', metricSafe: true });
export const engine = attribute('engine', 'string', { brief: 'The engine that did the work.', metricSafe: true });
export const language = attribute('language', 'string', { brief: 'The language of the speech.', metricSafe: true });
export const subject = attribute('subject', 'string', { brief: 'NATS subject without ids.', metricSafe: true });
export const provider = attribute('provider', 'string', { brief: 'Who answered the prompt.', metricSafe: true });
export const model = attribute('model', 'string', {
  brief: 'The model that was asked, or that an engine used.',
  metricSafe: true,
});
export const location = choice('location', ['local', 'cloud'], {
  brief: 'Where the answer was made.',
  metricSafe: true,
});
export const requestOutcome = choice('outcome', ['ok', 'error'], {
  brief: 'Whether the request succeeded.',
  metricSafe: true,
});
export const tokenType = choice('type', ['input', 'output', 'cached'], {
  brief: 'Tokens of the prompt, of the answer, or of the part of the prompt that the provider had cached.',
  metricSafe: true,
});
export const retryReason = choice('reason', ['rate_limited', 'server_error', 'unreachable'], {
  brief: 'Why a request was made again.',
  metricSafe: true,
});
export const cacheResult = choice('result', ['hit', 'miss'], {
  brief: 'Whether the answer was known already.',
  metricSafe: true,
});
export const identification = choice('result', ['match', 'unknown', 'confirmed', 'corrected'], {
  brief: 'A voice of the household, nobody’s voice; or what the user said about it afterwards.',
  metricSafe: true,
});
export const endpoint = attribute('endpoint', 'string', {
  brief: 'The template of the route, such as `/rooms/:room`, never the path itself; `unmatched` if there is none.',
  metricSafe: true,
});
export const method = choice('method', httpMethods, {
  brief: 'The HTTP method; `_OTHER` if it is none of the standard ones.',
  metricSafe: true,
});
export const status = attribute('status', 'number', {
  brief: 'The HTTP status of the response; 499 if the client did not wait for it.',
  metricSafe: true,
});
export const predictionStatus = choice('status', ['ok', 'error'], {
  brief: 'Whether the model answered.',
  metricSafe: true,
});
export const turnOutcome = choice('outcome', outcomes, { brief: 'How the turn ended.', metricSafe: true });
export const waitPart = choice('part', waitParts, { brief: 'A part of the response latency.', metricSafe: true });
export const budget = choice('budget', budgetNames, {
  brief: 'The part of the response latency that has the budget; `response` is the whole.',
  metricSafe: true,
});
export const verdict = choice('verdict', verdicts, { brief: 'How the response latency felt.', metricSafe: true });
export const signal = choice('signal', ['traces', 'metrics', 'logs'], {
  brief: 'The telemetry signal.',
  metricSafe: true,
});
export const fate = choice('fate', ['spooled', 'sent', 'dropped'], {
  brief: 'What became of the items.',
  metricSafe: true,
});
export const reason = choice('reason', ['', 'size', 'age', 'rejected', 'invalid', 'unspooled', 'rate'], {
  brief:
    'Why items were dropped: spool over its size, over its age, refused by the receiver, impossible to encode, neither disk nor memory had room, or more log lines a second than may be exported; empty when they were not.',
  metricSafe: true,
});
