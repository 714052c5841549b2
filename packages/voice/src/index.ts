export { justAfter, now } from './clock.ts';
export { record } from './instruments.ts';
export { recordStage, runStage, type RunningStage, type StageAttributes, type StageOptions } from './stage.ts';
export { asTurn, openTurn, turnContext, type Turn, type TurnTimes } from './turn.ts';
