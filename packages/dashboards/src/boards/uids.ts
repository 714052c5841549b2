/** Addresses of the boards (`/d/<uid>`). Links, alerts and bookmarks hold them: they never change. */
export const boardUids = {
  system: 'mordomo-sistema',
  overview: 'mordomo-overview',
  brain: 'mordomo-llm',
  logs: 'mordomo-logs',
  api: 'mordomo-api',
  models: 'mordomo-modelos',
  voice: 'mordomo-voice',
  turn: 'mordomo-turn',
  service: 'mordomo-service',
  backends: 'mordomo-backends',
} as const;

/** The address of a board. */
export type BoardUid = (typeof boardUids)[keyof typeof boardUids];
