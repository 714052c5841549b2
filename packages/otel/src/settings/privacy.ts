/** What leaves the process, and what other hosts learn. */
import { contentCaptureVariable } from '@mordomo/semconv';
import { contentSwitch, headerNames, hosts, listOf, pathPatterns } from './kinds.ts';
import { setting, type Setting } from './setting.ts';

const captured = (suffix: string, doc: string): Setting<readonly string[]> =>
  setting(`OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_${suffix}`, [], headerNames, doc);

export const privacySettings = {
  propagators: setting<readonly ('tracecontext' | 'baggage' | 'b3' | 'b3multi')[]>(
    'OTEL_PROPAGATORS',
    ['tracecontext'],
    listOf('tracecontext', 'baggage', 'b3', 'b3multi'),
    'What travels to other services in headers.',
  ),
  propagateTo: setting<readonly string[]>(
    'MORDOMO_PROPAGATE_TO',
    [],
    hosts,
    'Hosts, besides loopback and private names, that trace context and baggage are sent to: `api.example.org`, `*.example.org`.',
  ),
  captureContent: setting(
    contentCaptureVariable,
    false,
    contentSwitch,
    'Whether what people say, hear and are called may leave the process.',
  ),
  redactPaths: setting<readonly string[]>(
    'MORDOMO_REDACT_PATHS',
    [],
    pathPatterns,
    'Paths with secrets in them: what stands for each `*` is redacted. Tokens of a known shape are redacted anyway.',
  ),
  serverRequestHeaders: captured('SERVER_REQUEST', 'Headers of received requests that are put on their spans.'),
  serverResponseHeaders: captured('SERVER_RESPONSE', 'Headers of the answers to them, likewise.'),
  clientRequestHeaders: captured('CLIENT_REQUEST', 'Headers of sent requests, likewise.'),
  clientResponseHeaders: captured('CLIENT_RESPONSE', 'Headers of the answers to those, likewise.'),
} as const;
