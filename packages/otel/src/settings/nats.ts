/** How messages on NATS are traced. */
import { subjects } from './kinds.ts';
import { setting } from './setting.ts';

export const natsSettings = {
  natsHandOver: setting<readonly string[]>(
    'MORDOMO_NATS_HAND_OVER',
    ['voice.>'],
    subjects,
    'Subjects of turns: their messages carry the turn instead of the sender’s span, and have no spans of their own.',
  ),
  natsUntraced: setting<readonly string[]>(
    'MORDOMO_NATS_UNTRACED',
    ['audio.>'],
    subjects,
    'Subjects whose messages are only counted: no trace context, no spans.',
  ),
  natsTemplates: setting<readonly string[]>(
    'MORDOMO_NATS_TEMPLATES',
    [],
    subjects,
    'Names for subjects with ids: `devices.{device}.state`. Without one, what looks like an id becomes `*`.',
  ),
} as const;
