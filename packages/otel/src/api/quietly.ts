/** Does something for telemetry's sake. An error of it is none of the service's: then telemetry says less than it could. */
export function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Such as a getter of the service's own that throws: it would be told where the service reads it itself.
  }
}
