/** What the machine itself knows: no detector here asks the network, and each has its answer at once. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import { hostDetector, osDetector, processDetector, type ResourceDetector } from '@opentelemetry/resources';
import type { Config } from '../config.ts';

/**
 * Command lines may hold secrets, the path of Node the name of a person's home folder, and the owner is a person. The id of
 * the machine is confidential by its own manual, and the detector has it only later: what a process says in its first
 * moments would differ from the rest.
 */
const withheld = new Set([
  'host.id',
  'process.command',
  'process.command_args',
  'process.executable.path',
  'process.owner',
]);

const filtered = (detector: ResourceDetector) => (): Attributes => {
  const { attributes = {} } = detector.detect();
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !withheld.has(key)));
};

const detectors = {
  host: filtered(hostDetector),
  os: filtered(osDetector),
  // The detector takes the title of the process, in which that path may stand too.
  process: () => ({ ...filtered(processDetector)(), 'process.executable.name': basename(process.execPath) }),
  container: (): Attributes => {
    const id = containerId();
    return id === undefined ? {} : { 'container.id': id };
  },
} as const;

type Detector = keyof typeof detectors;

/** The attributes of the chosen detectors. */
export function detect(chosen: Config['resourceDetectors']): Attributes {
  const names = (Object.keys(detectors) as Detector[]).filter(
    (name) => chosen.includes(name) || chosen.includes('all'),
  );
  return Object.assign({}, ...names.map((name) => detectors[name]())) as Attributes;
}

/** By the control group, or where that is the container's own root, by the file that the runtime mounts as host name. */
function containerId(): string | undefined {
  const patterns = {
    '/proc/self/cgroup': /[0-9a-f]{64}/,
    '/proc/self/mountinfo': /containers\/([0-9a-f]{64})\/hostname/,
  };
  for (const [file, pattern] of Object.entries(patterns)) {
    const match = pattern.exec(readIfThere(file));
    if (match !== null) return match[1] ?? match[0];
  }
  return undefined;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
