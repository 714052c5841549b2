/** A board: alerts on top, then rows of panels, and below them the log lines of whatever is chosen. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkType,
  type Dashboard,
  type DashboardLink,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { BoardUid } from '../boards/uids.ts';
import type { Panel } from '../panels/facts.ts';
import { logs } from '../panels/records.ts';
import { lines } from '../queries/logql.ts';
import { text, type Text } from '../text.ts';
import { alertStrip } from './alert-strip.ts';
import { annotations } from './annotations.ts';
import { placed, type Row } from './layout.ts';
import { variables } from './variables.ts';

interface BoardSpec {
  readonly uid: BoardUid;
  readonly title: Text;
  /** One sentence: which question the board answers. */
  readonly about: Text;
  readonly rows: readonly Row[];
  /** Of its own, beside those that every board has. */
  readonly variables?: readonly Builder<VariableModel>[];
  /** The log lines of what is chosen stand on the board already. */
  readonly hasOwnLines?: true;
  /** Under the alerts, before any heading. */
  readonly top?: readonly Panel[];
}

const tag = 'mordomo';

/** Grafana's form of a board: classic JSON, which both file provisioning and the importer take. */
export function board({ uid, title, about, rows, variables: own = [], hasOwnLines, top = [] }: BoardSpec): Dashboard {
  const built = new DashboardBuilder(title.pt)
    .uid(uid)
    .description(`${about.pt}\n\n**${title.en}**: ${about.en}`)
    .tags([tag])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...own, ...variables()])
    .annotations(annotations())
    .build();
  return {
    ...built,
    schemaVersion: 42,
    panels: placed([...alertStrip, ...top], hasOwnLines === true ? rows : [...rows, evidence]),
    links: [allBoards],
    // What the SDK adds of other kinds of variables, and what hides an annotation's switch in a menu.
    templating: {
      list: (built.templating?.list ?? []).map(({ auto: _a, auto_min: _b, auto_count: _c, ...variable }) => variable),
    },
    annotations: { list: (built.annotations?.list ?? []).map(({ placement: _hidden, ...shown }) => shown) },
  };
}

/** A menu of all boards, which takes the time and the variables along. */
const allBoards: DashboardLink = {
  type: DashboardLinkType.Dashboards,
  title: 'Mordomo',
  tags: [tag],
  asDropdown: true,
  keepTime: true,
  includeVars: true,
  targetBlank: false,
  icon: 'external link',
  tooltip: 'Todos os painéis · All boards',
  url: '',
};

const evidence: Row = {
  title: text('Registros', 'Log lines'),
  isCollapsed: true,
  panels: [
    logs({
      title: text('Registros do que está escolhido', 'Log lines of what is chosen'),
      about: text(
        'As linhas dos contêineres, serviços e níveis escolhidos acima; abrir uma linha leva ao turno dela.',
        'The lines of the containers, services and levels chosen above; opening a line leads to its turn.',
      ),
      unit: 'none',
      width: 24,
      height: 10,
      logql: lines,
    }),
  ],
};
