/** Which files of which libraries are patched. Both are CommonJS, so they can be reached however the service is started. */
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import type { NatsInstrumentationConfig } from './config.ts';
import { patchCore } from './core.ts';
import { patchJetStream } from './jetstream.ts';
import type { CoreExports, JetStreamExports, Wrap } from './library.ts';
import { Patches } from './patches.ts';
import { Telemetry } from './telemetry.ts';

type Exports = CoreExports & JetStreamExports;

const name = '@mordomo/instrumentation-nats';
const version = '0.1.0';

/** Traces and counts the messages of `@nats-io/nats-core` 3, `@nats-io/jetstream` 3 and `nats` 2. */
export class NatsInstrumentation extends InstrumentationBase<NatsInstrumentationConfig> {
  // The base class calls `init` and others before this class has fields and private methods: nothing here is `#private`.
  declare private telemetry: Telemetry | undefined;
  declare private patches: Patches | undefined;

  constructor(config: NatsInstrumentationConfig = {}) {
    super(name, version, config);
  }

  override setConfig(config: NatsInstrumentationConfig = {}): void {
    super.setConfig(config);
    this.telemetry?.configure(this.getConfig());
  }

  /**
   * Adds to the counters what was counted since the last collection of metrics, which does so itself. Only for whoever
   * reads metrics without having observable instruments observed, as a process that is about to end must.
   */
  addCounts(): void {
    this.telemetry?.instruments.counts.add();
  }

  protected override _updateMetricInstruments(): void {
    this.telemetry?.useMeter(this.meter);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const core = (exports: CoreExports, wrap: Wrap) => patchCore(exports, this.shared(), wrap);
    const jetStream = (exports: JetStreamExports, wrap: Wrap) => patchJetStream(exports, this.shared(), wrap);
    return [
      this.library('@nats-io/nats-core', '>=3.0.0 <4', { 'lib/internal_mod.js': core }),
      this.library('@nats-io/jetstream', '>=3.0.0 <4', {
        'lib/jsclient.js': jetStream,
        'lib/jsmsg.js': jetStream,
        'lib/consumer.js': jetStream,
        'lib/pushconsumer.js': jetStream,
      }),
      this.library('nats', '>=2.6.1 <3', {
        'lib/nats-base-client/internal_mod.js': core,
        'lib/jetstream/jsclient.js': jetStream,
        'lib/jetstream/jsmsg.js': jetStream,
        'lib/jetstream/consumer.js': jetStream,
        // Before 2.14; versions before 2.6.1 do not run on today's Node.
        'lib/nats-base-client/jsclient.js': jetStream,
        'lib/nats-base-client/jsmsg.js': jetStream,
      }),
    ];
  }

  private shared(): Telemetry {
    const host = { isEnabled: () => this.isEnabled(), tracer: () => this.tracer };
    this.telemetry ??= new Telemetry(host, this.getConfig(), this.meter);
    return this.telemetry;
  }

  private library(
    library: string,
    versions: string,
    files: Readonly<Record<string, (exports: Exports, wrap: Wrap) => void>>,
  ): InstrumentationNodeModuleDefinition {
    const patched = Object.entries(files).map(
      ([file, patch]) =>
        new InstrumentationNodeModuleFile(
          `${library}/${file}`,
          [versions],
          (exports: Exports) => {
            this.patches ??= new Patches();
            this.patches.apply(exports, (wrap) => patch(exports, wrap));
            return exports;
          },
          (exports?: Exports) => {
            if (exports !== undefined) this.patches?.undo(exports);
          },
        ),
    );
    return new InstrumentationNodeModuleDefinition(library, [versions], undefined, undefined, patched);
  }
}
