import type { Ports, PortName } from '../ports.ts';

type BinaryPartName = 'alertmanager' | 'collector' | 'jaeger' | 'loki' | 'nats' | 'nats-exporter' | 'prometheus';
export type PartName = BinaryPartName | 'turns';

/** What a part is started with. */
export interface PartContext {
  dataDir: string;
  ports: Ports;
}

/** How a binary is built from source that is pinned by a committed go.mod and go.sum. */
interface GoBuild {
  /** Folder of the module. */
  module: string;
  packages: string[];
  tags?: string;
  /** Names of the resulting binaries; the first one is the part. */
  binaries: [string, ...string[]];
  /** Seconds of a cold build on two cores, as measured. */
  expectedSeconds: number;
  /** Disk that Go's caches take meanwhile, in GB. */
  cacheGb: number;
}

/** A binary of this name on `PATH` is taken if its version fits. */
interface OnPath {
  names: string[];
  versionArgs: string[];
  /** Finds major, minor and patch (with its dot) in what it prints. */
  versionPattern: RegExp;
  /** First version that fits, and the first that no longer does. */
  atLeast: [number, number];
  below: [number, number];
}

/** What it takes to run a part. */
export interface PartDefinition {
  name: PartName;
  title: string;
  version: string;
  /** Ports it listens on, each with what it is for. */
  listens: { port: PortName; purpose: string }[];
  args(context: PartContext): string[];
  env(context: PartContext): Record<string, string>;
  /** Puts right, before each start, what a sudden end may have left. */
  beforeStart?(context: PartContext): Promise<void>;
  /** Answers 200 once the part does its work. */
  healthUrl(ports: Ports): string;
  endpoint(ports: Ports): string;
}

/** A part that is somebody else's program. */
export interface BinaryPart extends PartDefinition {
  name: BinaryPartName;
  onPath: OnPath;
  build: GoBuild;
  /** A Debian package that serves as well, with the binary's path in it. */
  debian?: { packageName: string; binary: string } | undefined;
}
