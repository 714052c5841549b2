import type { Endpoints } from '@mordomo/stack';
import { print } from './progress.ts';

/** Where to look, for a person. @param traceId opens that turn in the links that can */
export function printLinks({ turns, jaeger, prometheus, loki, grafana }: Endpoints, traceId?: string): void {
  print();
  print('  Turns       ' + (traceId === undefined ? `${turns}/turns` : `${turns}/turn/${traceId}`));
  print('  Jaeger      ' + (traceId === undefined ? jaeger : `${jaeger}/trace/${traceId}`));
  print(`  Prometheus  ${prometheus}`);
  print(`  Loki        ${loki}`);
  if (grafana !== undefined) print(`  Grafana     ${grafana}`);
  print();
}
