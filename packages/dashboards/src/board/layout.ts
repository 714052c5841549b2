/** Where panels stand: rows of 24 columns, filled from the left; a panel that does not fit any more begins the next line. */
import type { GridPos, Panel as GrafanaPanel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel } from '../panels/facts.ts';
import type { Text } from '../text.ts';

/** A heading and the panels under it. */
export interface Row {
  readonly title: Text;
  readonly panels: readonly Panel[];
  /** Shown only when somebody opens it. */
  readonly isCollapsed?: true;
}

const columns = 24;
const defaultHeight = 8;

/** The panels of a board, each with its place and its id. */
export function placed(top: readonly Panel[], rows: readonly Row[]): (GrafanaPanel | RowPanel)[] {
  const first = line(top, 0);
  const result: (GrafanaPanel | RowPanel)[] = [...first.panels];
  let y = first.end;
  for (const { title, panels, isCollapsed = false } of rows) {
    const inside = line(panels, y + 1);
    const row: RowPanel = {
      type: 'row',
      id: panelId(`row ${title.en}`),
      title: title.pt,
      collapsed: isCollapsed,
      gridPos: { x: 0, y, w: columns, h: 1 },
      panels: isCollapsed ? inside.panels : [],
    };
    result.push(row);
    if (!isCollapsed) result.push(...inside.panels);
    y = isCollapsed ? y + 1 : inside.end;
  }
  return result;
}

/** Panels from the left to the right, line by line. */
function line(panels: readonly Panel[], start: number): { readonly panels: GrafanaPanel[]; readonly end: number } {
  let [x, y, end] = [0, start, start];
  const result = panels.map(({ facts, build }) => {
    if (x + facts.width > columns) [x, y] = [0, end];
    const gridPos: GridPos = { x, y, w: facts.width, h: facts.height ?? defaultHeight };
    x += gridPos.w;
    end = Math.max(end, y + gridPos.h);
    return { ...build(), id: panelId(facts.title.en), gridPos };
  });
  return { panels: result, end };
}

/** A number from a title (FNV-1a): it stays when other panels come and go, so that links to a panel hold. */
function panelId(title: string): number {
  let hash = 0x81_1c_9d_c5;
  for (const character of title) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0;
  return (hash % 999_999) + 1;
}
