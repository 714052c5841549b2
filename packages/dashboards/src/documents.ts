/** The files that are made from the boards: the same text every time, so that a difference is a change. */
import { boards } from './boards/index.ts';
import { dataSourcesDocument } from './data-sources.ts';

/** Text of each file for Grafana, by its path from the repository's root. */
export const grafanaDocuments = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(boards().map((board) => [`dashboards/${board.uid}.json`, json(board)])),
  'compose/config/grafana/provisioning/datasources/mordomo.yaml': dataSourcesDocument,
});

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
