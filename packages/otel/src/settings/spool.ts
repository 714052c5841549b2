/** Where telemetry waits on disk. */
import { aFolder, atLeast, choice } from './kinds.ts';
import { setting } from './setting.ts';

export const spoolSettings = {
  spoolDir: setting('MORDOMO_SPOOL_DIR', '', aFolder, 'Folder of the spools; default `$XDG_STATE_HOME/mordomo/spool`.'),
  spoolMode: setting(
    'MORDOMO_SPOOL_MODE',
    'forward',
    choice('forward', 'keep'),
    '`forward`: spool, send, delete once acknowledged. `keep`: spool only.',
  ),
  spoolMaxBytes: setting('MORDOMO_SPOOL_MAX_BYTES', 64 * 1024 * 1024, atLeast(4096), 'Most bytes a spool may take.'),
} as const;
