import type { Endpoints } from '@mordomo/stack';
import { print } from './progress.ts';

/** Where to look, for a person. @param traceId opens that trace in Jaeger's link */
export function printLinks({ jaeger, prometheus, loki, grafana }: Endpoints, traceId?: string): void {
  print();
  print('  Jaeger      ' + (traceId === undefined ? jaeger : `${jaeger}/trace/${traceId}`));
  print(`  Prometheus  ${prometheus}`);
  print(`  Loki        ${loki}`);
  if (grafana !== undefined) print(`  Grafana     ${grafana}`);
  print();
}
