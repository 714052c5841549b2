/** Grafana's data sources as a provisioning file. It is generated because it names metrics and boards. */
import { metrics } from '@mordomo/semconv';
import { boardUids } from './boards/uids.ts';
import { seriesName } from './queries/names.ts';

const response = seriesName(metrics.responseLatency);
const path = seriesName(metrics.criticalPath);

/** The text of `compose/config/grafana/provisioning/datasources/mordomo.yaml`. */
export const dataSourcesDocument = `# Generated from packages/dashboards by "npm run generate"; do not edit.
# The three data sources, linked both ways: docs/dashboards.md lists the links. \`$$\` is a literal \`$\` in provisioning files.
# Boards and links name them by these uids. What is not listed here any more is removed.
apiVersion: 1
prune: true
datasources:
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: http://prometheus:9090
    isDefault: true
    editable: false
    jsonData:
      httpMethod: POST
      timeInterval: 15s # the interval at which services push
      exemplarTraceIdDestinations:
        # By address: Grafana's own link from an exemplar to its Jaeger data source asks for a query type that this does not know.
        - name: trace_id
          url: /d/${boardUids.turn}?var-trace_id=$\${__value.raw}
          urlDisplayLabel: Turno
        - name: trace_id
          url: $MORDOMO_TURNS_PUBLIC_URL/turn/$\${__value.raw}
          urlDisplayLabel: Página do turno
        - name: trace_id
          url: $MORDOMO_JAEGER_PUBLIC_URL/trace/$\${__value.raw}
          urlDisplayLabel: Jaeger
  - name: Loki
    uid: loki
    type: loki
    access: proxy
    url: http://loki:3100
    editable: false
    jsonData:
      derivedFields:
        - name: trace_id
          matcherType: label # structured metadata, not the line's text
          matcherRegex: ^trace_id$$
          datasourceUid: jaeger
          url: $\${__value.raw}
          urlDisplayLabel: Jaeger
        - name: turn
          matcherType: label
          matcherRegex: ^trace_id$$
          url: /d/${boardUids.turn}?var-trace_id=$\${__value.raw}
          urlDisplayLabel: Turno
        - name: turn_page
          matcherType: label
          matcherRegex: ^trace_id$$
          url: $MORDOMO_TURNS_PUBLIC_URL/turn/$\${__value.raw}
          urlDisplayLabel: Página do turno
  - name: Jaeger
    uid: jaeger
    type: jaeger
    access: proxy
    url: http://jaeger:16686
    editable: false
    jsonData:
      tracesToLogsV2:
        datasourceUid: loki
        spanStartTimeShift: -5m
        spanEndTimeShift: 5m
        # The whole turn's lines over all services; no span attribute is needed, so that the link is always there.
        customQuery: true
        query: '{container=~".+"} | trace_id="$\${__trace.traceId}"'
      # Around the span: what its kind of work takes, and how the whole house answered.
      tracesToMetrics:
        datasourceUid: prometheus
        spanStartTimeShift: -15m
        spanEndTimeShift: 15m
        queries:
          - name: Espera pela resposta (p95)
            query: histogram_quantile(0.95, sum by (le) (rate(${response}_bucket[5m])))
          - name: Parte da espera (média)
            query: sum by (part) (rate(${path}_sum[5m])) / sum by (part) (rate(${path}_count[5m]))
      nodeGraph: {enabled: true}
      traceIdTimeParams: {enabled: true}
`;
