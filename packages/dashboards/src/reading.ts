/** Boards read back as Grafana reads them: for tests, and for drawing them. */
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';

/** A query of a panel, of whichever data source. */
export interface Target {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  /** PromQL or LogQL. */
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly exemplar?: boolean;
  /** Of Loki: `instant` or `range`; of Jaeger: `dependencyGraph`, or nothing for a trace. */
  readonly queryType?: string;
  /** Of Jaeger: the trace that is asked for. */
  readonly query?: string;
}

/** All panels of a board, those of collapsed rows at the place where they appear when the row is opened. */
export const panelsOf = (board: Dashboard): (Panel | RowPanel)[] =>
  (board.panels ?? []).flatMap((panel) => (isRow(panel) ? [panel, ...panel.panels] : [panel]));

/** The panels without the headings. */
export const drawnPanelsOf = (board: Dashboard): Panel[] =>
  panelsOf(board).filter((panel): panel is Panel => !isRow(panel));

const isRow = (panel: Panel | RowPanel): panel is RowPanel => panel.type === 'row';

/** The queries of a panel. */
export const targetsOf = ({ targets = [] }: Panel): Target[] => targets as unknown as Target[];

/** The finest step of a panel's charts, in seconds: its own, or that of the data source. */
export const finestStepOf = ({ interval = '' }: Panel): number => ({ '1m': 60 })[interval] ?? 15;
