/** What every board can be narrowed down to: the four labels that metrics and log lines have in common. */
import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { foreign } from '../foreign-metrics.ts';
import { seriesName } from '../queries/names.ts';
import { dataSource } from '../queries/targets.ts';
import { text, type Text } from '../text.ts';

const all = { text: 'All', value: '$__all' };

/** Several values, or all of them. Lines and series without the label are not among them. */
const choice = (name: string, label: Text, source: 'prometheus' | 'loki', query: string | Record<string, unknown>) =>
  new QueryVariableBuilder(name)
    .label(label.pt)
    .description(label.en)
    .datasource(dataSource(source))
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current(all);

/** Whoever sends metrics, and whoever is asked for them. */
const everybody = [foreign.up, foreign.targetInfo].map(seriesName).join('|');

const values = (label: string, scope = ''): Record<string, unknown> => ({
  query: `label_values({__name__=~"${everybody}"${scope}}, ${label})`,
  refId: label,
});

/** The variables `container`, `job`, `instance` and `level`. */
export const variables = (): Builder<VariableModel>[] => [
  choice('container', text('Contêiner', 'Container'), 'prometheus', values('container')),
  choice('job', text('Serviço', 'Service'), 'prometheus', values('job')),
  choice('instance', text('Instância', 'Instance'), 'prometheus', values('instance', ', job=~"$job"')),
  choice('level', text('Nível', 'Level'), 'loki', {
    type: 1,
    label: 'level',
    stream: '',
    refId: 'level',
    query: 'label_values(level)',
  }),
];
