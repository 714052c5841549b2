/** Everything the doctor can find wrong, once: what it means and what mends it. `docs/troubleshooting.md` is made of it. */

interface FaultDefinition {
  /** What is wrong, as one sentence. */
  readonly meaning: string;
  /** What to do about it, as one sentence. */
  readonly fix: string;
}

const define = <const Id extends string>(table: Readonly<Record<Id, FaultDefinition>>) => Object.freeze(table);

export const faultTable = define({
  'service-not-started': {
    meaning: 'The service could not be started.',
    fix: 'Give the command as you type it in the terminal: `mordomo doctor -- node app.js`.',
  },
  'service-ended': {
    meaning: 'The service ended before its telemetry could be tried.',
    fix: 'Make it run by itself first; its last lines are shown above.',
  },
  'not-imported': {
    meaning: 'No process of the command turned telemetry on.',
    fix: "Make `import '@mordomo/otel'` the first line of the service, or start it with `node --import @mordomo/otel`.",
  },
  'switched-off': {
    meaning: 'Telemetry is switched off.',
    fix: 'Remove OTEL_SDK_DISABLED from the environment of the service.',
  },
  'not-exported': {
    meaning: 'This signal is not exported.',
    fix: 'Remove OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER or OTEL_LOGS_EXPORTER from the environment, or set it to `otlp`.',
  },
  'not-sampled': {
    meaning: 'The sampler left the span out.',
    fix: 'Remove OTEL_TRACES_SAMPLER from the environment, or set it to `parentbased_always_on`.',
  },
  'kept-in-spool': {
    meaning: 'The service keeps its telemetry in its spool and sends nothing.',
    fix: 'Remove MORDOMO_SPOOL_MODE from the environment, or set it to `forward`.',
  },
  'name-unknown': {
    meaning: "The collector's host name is not known here.",
    fix: 'Correct the host in OTEL_EXPORTER_OTLP_ENDPOINT.',
  },
  'collector-absent': {
    meaning: "Nothing listens at the collector's address.",
    fix: 'Start it with `mordomo up`, or correct OTEL_EXPORTER_OTLP_ENDPOINT.',
  },
  'collector-hangs': {
    meaning: 'The collector takes the connection but does not answer.',
    fix: 'Look into its log (`mordomo status` names the parts), and restart it.',
  },
  'not-a-collector': {
    meaning: 'What listens at that address does not speak OTLP over HTTP.',
    fix: 'Use the port for OTLP over HTTP, which is usually 4318; 4317 is for gRPC.',
  },
  'certificate-refused': {
    meaning: "The collector's certificate is not trusted.",
    fix: 'Set OTEL_EXPORTER_OTLP_CERTIFICATE to the file with the certificate of its authority.',
  },
  'collector-refuses-you': {
    meaning: 'The collector wants other credentials.',
    fix: 'Set OTEL_EXPORTER_OTLP_HEADERS, for example `authorization=Bearer …`.',
  },
  'collector-refuses': {
    meaning: 'The collector refuses telemetry.',
    fix: 'Its words say why; compare its configuration with what the service sends.',
  },
  'clock-skew': {
    meaning: "The service's clock and the collector's differ.",
    fix: 'Let both machines follow a time server (`timedatectl set-ntp true`): backends refuse what is too old or from the future.',
  },
  'backend-down': {
    meaning: 'The backend does not answer.',
    fix: 'Start it with `mordomo up`; what the collector has taken waits in its queue.',
  },
  'wrong-tenant': {
    meaning: 'The backend keeps several tenants apart and does not know which one is asked for.',
    fix: 'Give the tenant that the collector writes to with `--tenant`.',
  },
  'not-arrived': {
    meaning: 'The collector took it, the backend answers, but it is not there.',
    fix: "Look into the collector's log for what its exporter says, and for a tenant that it writes to and you do not read from.",
  },
});

export type FaultId = keyof typeof faultTable;

/** Something that was found wrong. */
export interface Fault {
  readonly id: FaultId;
  /** What it means, what was seen, how to mend it. */
  readonly sentences: string;
}

/** @param seen what was seen, as one sentence; left out where the meaning says it all */
export function fault(id: FaultId, seen?: string): Fault {
  const { meaning, fix } = faultTable[id];
  return { id, sentences: [meaning, seen, fix].filter((sentence) => sentence !== undefined).join(' ') };
}
