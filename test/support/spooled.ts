/** What a service wrote into its spool. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SpooledSpan {
  readonly traceId: string;
  readonly name: string;
  /** OTLP's number: 2 is a server. */
  readonly kind: number;
}

interface TraceRecord {
  readonly signal: string;
  readonly body: {
    readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: readonly SpooledSpan[] }[] }[];
  };
}

/** All spans in the spool of a service so far. */
export const spooledSpans = (spoolDir: string, service: string): SpooledSpan[] =>
  globSync('*.jsonl', { cwd: join(spoolDir, service) })
    .flatMap((file) =>
      readFileSync(join(spoolDir, service, file), 'utf8')
        .split('\n')
        .slice(0, -1),
    )
    .map((line) => JSON.parse(line) as TraceRecord)
    .flatMap(({ body }) => body.resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);
