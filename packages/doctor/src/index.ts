/** Does telemetry arrive? Sends one of each signal through everything, and says where it got lost and what mends it. */
export type { BackendAddresses } from './backends.ts';
export { examine, type ExamineOptions, type Examination, type SignalResult } from './examine.ts';
export { faultTable, type Fault, type FaultId } from './faults.ts';
