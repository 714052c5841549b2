/** A fixture once with each library on the pinned server and on the oldest one, and what it reported. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { LibraryName } from '../fixtures/library.ts';
import { runFixture } from './fixture.ts';
import { startNatsServer, type NatsServer, type ServerKind } from './nats-server.ts';
import type { Report, Scenario } from './seen.ts';

/** `report` and `serverPort` are known as soon as the tests run. */
export interface Run {
  readonly library: LibraryName;
  readonly serverPort: number;
  readonly report: Report;
  readonly scenario: (name: string) => Scenario;
}

const combinations: [LibraryName, ServerKind][] = [
  ['nats-core 3', 'pinned'],
  ['nats-core 3', "Debian's 2.9"],
  ['nats 2', 'pinned'],
  ['nats 2', "Debian's 2.9"],
];

/** Defines the tests of a fixture for every combination. @param environment the fixture's, beside the server's address */
export function describeEverywhere(
  fixture: string,
  environment: Readonly<Record<string, string>>,
  defineTests: (run: Run) => void,
): void {
  describe.each(combinations)('%s on the %s server', (library, serverKind) => {
    let server: NatsServer | undefined;
    let report: Report = { scenarios: {}, metrics: {} };
    beforeAll(async () => {
      server = await startNatsServer(serverKind);
      report = await runFixture<Report>(fixture, { natsUrl: server.url, args: [library], environment });
    });
    afterAll(() => server?.stop());

    defineTests({
      library,
      get serverPort() {
        return Number(server?.url.split(':')[1]);
      },
      get report() {
        return report;
      },
      scenario: (name) => report.scenarios[name] as Scenario,
    });
  });
}
