/** Upper bounds of histogram buckets, in seconds unless their name says otherwise. */

/** Fine around the thresholds (1 s, 2 s) and the budgets of the stages. */
export const stageSeconds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3.5, 5, 10] as const;
/** For waits that contain the user's own speaking. */
export const turnSeconds = [0.25, 0.5, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 30] as const;
/** For what should hardly be noticed: gaps between stages, stalls, the end of a reply that was interrupted. */
export const reactionSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5] as const;
/** For what is between 0 and 1. */
export const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1] as const;
/** For work in relation to the audio it is about; 1 is as long as the audio itself. */
export const realTimeFactors = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 5] as const;
/** For requests and predictions of any service. */
export const requestSeconds = [0.1, 0.5, 1, 2, 5] as const;
/** For HTTP requests and messages, as their conventions advise. */
export const advisedSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;
