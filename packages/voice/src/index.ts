/** A voice turn and its stages, out of one call each, as spans, metrics and log lines. */
export { justAfter, now } from './clock.ts';
export { watchEventLoop } from './event-loop.ts';
export { record } from './instruments.ts';
export { receiveStageReport, sendStageReports, type StageReport } from './ledger.ts';
export {
  startStage,
  type OpenStage,
  type RunningStage,
  type StageAttributes,
  type StageOptions,
} from './open-stage.ts';
export { SpeakerFeedback } from './speaker-feedback.ts';
export { recordStage, runStage, streamStage } from './stage.ts';
export { turnContext } from './turn-context.ts';
export { openTurn, type Turn, type TurnEnd, type TurnLink, type TurnOptions } from './turn.ts';
