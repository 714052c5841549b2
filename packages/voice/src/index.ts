/** A voice turn and its stages, out of one call each, as spans, metrics and log lines. */
export { justAfter, now } from './clock.ts';
export { watchEventLoop } from './event-loop.ts';
export { record } from './instruments.ts';
export { receiveStageReport, sendStageReports } from './ledger.ts';
export {
  startStage,
  type OpenStage,
  type RunningStage,
  type StageAttributes,
  type StageOptions,
} from './open-stage.ts';
export { SpeakerFeedback } from './speaker-feedback.ts';
export type { StageReport } from './stage-report.ts';
export { recordStage, runStage, streamStage } from './stage.ts';
export { turnContext } from './turn-context.ts';
export type { TurnEnd, TurnLink, TurnOptions } from './turn-options.ts';
export { openTurn, type Turn } from './turn.ts';
