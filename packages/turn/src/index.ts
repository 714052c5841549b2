/** One voice turn read back, from the services' spool folders, from OTLP files, or from Jaeger, Loki and Prometheus, as a report. */
export { parseTurnId, TurnNotFoundError } from './errors.ts';
export type { CriticalSection, Hops, HopState, Interval, LogLine, Span, Stage, Turn, TurnSource } from './model.ts';
export { renderTurnPage, type Surroundings } from './page/turn-page.ts';
export { turnToJson, type TurnFacts, type TurnJson } from './report/json.ts';
export { renderTurn, type RenderOptions } from './report/terminal.ts';
export { readTurnFromBackends, type Endpoints } from './sources/backends.ts';
export { askJson, BackendError, type Backend } from './sources/http.ts';
export { everyHopHeld } from './sources/hops.ts';
export { readTurnFromFiles } from './sources/otlp-files.ts';
export { readTurnFromSpool } from './sources/spool.ts';
export { missingFrom, waitForTurn, type Expected, type WaitOptions } from './wait.ts';
