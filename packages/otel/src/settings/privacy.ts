/** What other hosts learn. */
import { hosts, listOf } from './kinds.ts';
import { setting } from './setting.ts';

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
    'Hosts, besides loopback and private names, that trace context is sent to: `api.example.org`, `*.example.org`.',
  ),
} as const;
