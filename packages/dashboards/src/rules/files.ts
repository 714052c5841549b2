/** Everything that is written from the table of alerts. */
import { ruleFiles } from './rule-files.ts';
import { runbookFiles } from './runbooks.ts';
import { alertGroups } from './table.ts';

/** File contents by path from the repository's root. */
export const alertFiles = (): Record<string, string> => ({ ...ruleFiles(alertGroups), ...runbookFiles(alertGroups) });
