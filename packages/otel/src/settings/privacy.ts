/** What other hosts learn. */
import { hosts, listOf } from './kinds.ts';
import { setting } from './setting.ts';

export const privacySettings = {
  propagators: setting(
    'OTEL_PROPAGATORS',
    ['tracecontext'],
    listOf('tracecontext', 'baggage', 'none'),
    'What travels to other services in headers.',
  ),
  propagateTo: setting(
    'MORDOMO_PROPAGATE_TO',
    [],
    hosts,
    'Hosts, besides loopback and private names, that trace context is sent to: `api.example.org`, `*.example.org`.',
  ),
} as const;
