import { prometheusName, registry } from '@mordomo/semconv';
import { expect, test } from 'vitest';
import { alertFiles } from './rules/files.ts';
import { grafanaDocuments } from './documents.ts';
import { unshown } from './unshown.ts';

test('every metric of the registry is on a board or in a rule, or says why not', () => {
  const asked = Object.values({ ...grafanaDocuments(), ...alertFiles() }).join('\n');
  const names = (metric: (typeof registry.metrics)[number]) =>
    new RegExp(`\\b${prometheusName(metric)}(_bucket|_sum|_count)?\\b`);
  const unused = registry.metrics.filter((metric) => !names(metric).test(asked));
  expect(unused.map(({ name }) => name).toSorted()).toEqual([...unshown.keys()].map(({ name }) => name).toSorted());
});
