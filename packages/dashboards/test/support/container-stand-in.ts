/** What docker_stats tells of one container, for a house that runs natively. `compose.test.ts` has the real one. */
import type { Endpoints } from '@mordomo/stack';
import * as otlp from '../../../stack/test/support/otlp.ts';

const bytes = 'By';
const sum = (name: string, unit: string, value: number, attributes: otlp.Attribute[] = []) => {
  const counter = otlp.counter(name, value);
  const dataPoints = counter.sum.dataPoints.map((point) => ({ ...point, attributes }));
  return { ...counter, unit, sum: { ...counter.sum, dataPoints } };
};
const amount = (name: string, value: number) => ({ ...otlp.gauge(name, value), unit: bytes });
const disk = 'container.blockio.io_service_bytes_recursive';

export async function containerStandIn({ otlp: endpoint }: Endpoints): Promise<void> {
  const told = [
    sum('container.cpu.usage.total', 'ns', 4e9),
    amount('container.memory.usage.total', 60e6),
    amount('container.memory.usage.limit', 128e6),
    sum('container.network.io.usage.rx_bytes', bytes, 5000),
    sum('container.network.io.usage.tx_bytes', bytes, 3000),
    sum(disk, bytes, 2000, [otlp.text('operation', 'read')]),
    sum(disk, bytes, 1000, [otlp.text('operation', 'write')]),
    sum('container.restarts', '{restarts}', 0),
  ];
  await otlp.send(endpoint, 'metrics', otlp.metrics('vectors', told));
}
