/** What is marked in every chart: alerts while they fire, and versions of a service when they appear. */
import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { firing } from './alert-strip.ts';
import { foreign } from '../foreign-metrics.ts';
import { selector } from '../queries/names.ts';
import { dataSource, target } from '../queries/targets.ts';
import { text, type Text } from '../text.ts';

/** How long a new version is marked. */
const newFor = '2m';
const versions = `group by (job, service_version) (${selector(foreign.targetInfo)})`;

const marks = (title: Text, color: string, expr: string, titleFormat: string, textFormat: string) =>
  new AnnotationQueryBuilder()
    .name(`${title.pt} · ${title.en}`)
    .datasource(dataSource('prometheus'))
    .enable(true)
    .iconColor(color)
    .target(target({ promql: expr }, 'Anno'))
    .titleFormat(titleFormat)
    .textFormat(textFormat);

/** The annotations of every board. */
export const annotations = (): Builder<AnnotationQuery>[] => [
  marks(text('Alertas', 'Alerts'), 'red', selector(foreign.alerts, firing), '{{alertname}}', '{{job}} {{instance}}'),
  marks(
    text('Versões', 'Deployments'),
    'blue',
    `${versions} unless ${versions.replace(/\)$/, ` offset ${newFor})`)}`,
    '{{job}}',
    '{{service_version}}',
  ),
];
