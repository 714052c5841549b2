import type { StackState } from '../run/state.ts';
import type { PartStatus } from '../status.ts';

export async function startDocker(_settings: {
  dataDir: string;
  portOffset: number;
  onProgress: (line: string) => void;
}): Promise<StackState | undefined> {
  return undefined;
}
export async function stopDocker(_dataDir: string, _state: StackState): Promise<void> {}
export async function dockerStatus(_dataDir: string, _state: StackState): Promise<PartStatus[]> {
  return [];
}
