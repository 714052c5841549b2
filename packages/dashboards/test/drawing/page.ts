/** One board as a page: its panels where Grafana puts them. */
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { targetsOf, finestStepOf } from '../../src/reading.ts';
import { ask, get, type View } from '../support/grafana.ts';
import { gauge, heatmap, nodeGraph, timeSeries } from './charts.ts';
import { escaped, type Drawn } from './panel.ts';
import { alerts, bars, logs, stat, table, trace, type Alert } from './records.ts';

const width = 1600;
const [rowHeight, gap] = [30, 8];
const titleHeight = 28;

const drawings: Readonly<Record<string, (drawn: Drawn) => string>> = {
  timeseries: timeSeries,
  heatmap,
  gauge,
  nodeGraph,
  stat,
  bargauge: bars,
  table,
  logs,
  traces: trace,
};

const style = `
  body { margin: 0; background: #111217; color: #c7d0d9; font: 12px sans-serif; }
  h1 { position: absolute; left: 12px; top: 0; font-size: 18px; font-weight: 500; }
  .panel { position: absolute; background: #181b1f; border: 1px solid #25292e; border-radius: 2px; overflow: hidden; }
  .panel > h2 { margin: 0; padding: 6px 8px; font-size: 13px; font-weight: 500; }
  .row { position: absolute; font-size: 15px; padding: 5px 10px; }
  .stats { display: flex; flex-wrap: wrap; gap: 4px; height: calc(100% - 36px); padding: 0 6px; align-content: stretch; }
  .stat { flex: 1 0 22%; display: flex; flex-direction: column; align-items: center; justify-content: center; border-radius: 3px; }
  .stat small { font-size: 10px; } .stat b { font-weight: 600; white-space: nowrap; }
  table { width: 100%; border-collapse: collapse; } td, th { padding: 3px 8px; text-align: left; white-space: nowrap; }
  .rows tr + tr td { border-top: 1px solid #25292e; } .bars td:first-child { width: 1%; } .bars td:last-child { width: 1%; }
  .bar i { display: block; height: 14px; border-radius: 2px; } .trace td { padding: 1px 8px; } .trace .bar i { height: 12px; }
  .line { font: 11px monospace; border-left: 3px solid; margin: 2px 8px; padding-left: 6px; white-space: nowrap; }
  .none { padding: 0 10px; color: #8e8e8e; }
`;

/** The page, and its height in pixels. */
export async function pageOf(board: Dashboard, view: View): Promise<{ html: string; width: number; height: number }> {
  const parts: string[] = [];
  let height = 0;
  for (const panel of board.panels ?? []) {
    const { x, y, w, h } = panel.gridPos ?? { x: 0, y: 0, w: 24, h: 1 };
    const column = width / 24;
    const box = {
      left: x * column + gap / 2,
      top: 40 + y * (rowHeight + gap),
      width: w * column - gap,
      height: h * rowHeight + (h - 1) * gap,
    };
    height = Math.max(height, box.top + box.height + gap);
    parts.push(await drawing(panel, box, view));
  }
  const html = `<!doctype html><meta charset="utf-8"><style>${style}</style><h1>${escaped(board.title ?? '')}</h1>${parts.join('')}`;
  return { html, width, height };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

async function drawing(panel: Panel | RowPanel, box: Box, view: View): Promise<string> {
  const place = Object.entries(box)
    .map(([name, pixels]) => `${name}:${pixels}px`)
    .join(';');
  const title = escaped(panel.title ?? '');
  if (!('targets' in panel) && panel.type === 'row')
    return `<div class="row" style="${place}">${'collapsed' in panel && panel.collapsed ? '›' : '⌄'} ${title}</div>`;
  const shown = panel as Panel;
  const stepped = { ...view, stepSeconds: Math.max(view.stepSeconds, finestStepOf(shown)) };
  const answers = await Promise.all(
    targetsOf(shown).map(async (target) => ({ target, answer: await ask(target, stepped) })),
  );
  const drawn = { panel: shown, answers, width: box.width - 2, height: box.height - titleHeight - 4 };
  const draw = panel.type === 'alertlist' ? await alertsNow(view) : drawings[panel.type];
  if (draw === undefined) throw new Error(`Nobody knows how to draw a panel of the type ${panel.type}.`);
  return `<div class="panel" style="${place}"><h2>${title}</h2>${draw(drawn)}</div>`;
}

async function alertsNow({ endpoints }: View): Promise<() => string> {
  const now = await get<{ alerts: Alert[] }>(`${endpoints.prometheus}/api/v1/alerts`, {});
  return () => alerts(now);
}
