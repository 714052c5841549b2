/** Colours that mean the same on every board. */

export const outcomeColors = {
  answered: 'green',
  interrupted: 'blue',
  no_speech: 'purple',
  no_text: 'yellow',
  rejected_speaker: 'orange',
  error: 'red',
  timeout: 'red',
} as const;

export const verdictColors = { good: 'green', acceptable: 'blue', slow: 'yellow', bad: 'red' } as const;

export const levelColors = { error: 'red', warn: 'yellow', info: 'green', debug: 'blue' } as const;
