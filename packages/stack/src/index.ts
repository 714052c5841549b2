export { StackError } from './errors.ts';
export { PORTS, endpointsAt, withOffset, type Endpoints, type PortName, type Ports } from './ports.ts';
export { defaultCacheDir, defaultDataDir, spoolDirOf } from './paths.ts';
export { upNats, upStack, type RunningStack, type UpOptions } from './up.ts';
export { obtainStack } from './native.ts';
export { sendTestNotices, type TestNotice } from './alerting/test-notices.ts';
export { downStack, holdPart, releasePart, restartPart } from './down.ts';
export { endpointsOf, portOffsetOf, stackStatus, type PartStatus } from './status.ts';
export { writeTargets, type ScrapeTarget } from './run/targets.ts';
export type { Origin, PartRecord } from './run/state.ts';
export type { PartName } from './parts/types.ts';
export { obtainDebianPackages, type ObtainDebianOptions } from './obtain/debian.ts';
export {
  openHouse,
  type HeardTurn,
  type House,
  type HouseEvent,
  type HouseFaults,
  type HouseOptions,
  type HouseRequest,
  type HouseService,
  type Moments,
  type SpokenRequest,
} from './house.ts';
