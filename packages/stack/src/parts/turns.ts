import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defaultCacheDir, repliesDirOf } from '../paths.ts';
import { endpointsAt } from '../ports.ts';
import { LISTEN_HOST } from './listen.ts';
import type { PartDefinition } from './types.ts';

const require = createRequire(import.meta.url);
const manifest = require.resolve('@mordomo/turn/package.json');

/** In the repository it runs from its sources, as everything does; from a published package, compiled. */
const isSource = import.meta.url.endsWith('.ts');

/** What Node is given to serve the pages, where `@mordomo/turn` lies in `turnPackage`. */
const serverArgs = (turnPackage: string): string[] =>
  isSource
    ? ['--conditions=@mordomo/source', join(turnPackage, 'src', 'server', 'main.ts')]
    : [join(turnPackage, 'dist', 'server', 'main.js')];

/** The same for `compose.yaml`, which brings the package and its dependency into the container. */
export const turnServerInContainer = (): Record<string, string> => ({
  MORDOMO_TURN_PACKAGE: dirname(manifest),
  MORDOMO_SEMCONV_PACKAGE: dirname(createRequire(manifest).resolve('@mordomo/semconv/package.json')),
  MORDOMO_TURN_SERVER: serverArgs('/mordomo/turn').join(' '),
});

export const turns: PartDefinition = {
  name: 'turns',
  title: 'Turn pages',
  version: (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
  listens: [{ port: 'turns', purpose: 'the pages of the turns' }],
  args: () => ['--max-old-space-size=96', ...serverArgs(dirname(manifest))],
  env: ({ dataDir, ports }) => {
    const { jaeger, loki, prometheus } = endpointsAt(ports);
    return {
      ...LISTEN_HOST,
      NODE_COMPILE_CACHE: join(defaultCacheDir(), 'compile'), // what is compiled once takes 30 MB less the next time
      MORDOMO_TURN_PAGE_PORT: String(ports.turns),
      MORDOMO_JAEGER_URL: jaeger,
      MORDOMO_JAEGER_PUBLIC_URL: jaeger,
      MORDOMO_LOKI_URL: loki,
      MORDOMO_PROMETHEUS_URL: prometheus,
      MORDOMO_REPLIES_DIR: repliesDirOf(dataDir),
    };
  },
  healthUrl: (ports) => `http://127.0.0.1:${ports.turns}/healthz`,
  endpoint: (ports) => `http://127.0.0.1:${ports.turns}`,
};
