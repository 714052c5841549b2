/** ECharts, which draws without a browser. Nothing else needs its 68 MB, so they are installed when something is drawn. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installed } from '../../../../test/support/installation.ts';

interface Chart {
  setOption(option: object): void;
  renderToSVGString(): string;
  dispose(): void;
}

interface ECharts {
  init(element: null, theme: null, options: { renderer: 'svg'; ssr: true; width: number; height: number }): Chart;
}

const folder = await installed({ echarts: '6.1.0' });

export const echarts = createRequire(join(folder, 'package.json'))('echarts') as ECharts;
