/** Now, in milliseconds since the epoch, on this process's monotonic clock: spans cannot end before they start. */
export const now = (): number => performance.timeOrigin + performance.now();

/** The next representable start after `time`: a critical path is only found where one span ends strictly before the next starts. */
export const justAfter = (time: number): number => time + 0.002;
