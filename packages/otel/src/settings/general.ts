/** Whether telemetry is on, and who is speaking. */
import { flag, text } from './kinds.ts';
import { setting } from './setting.ts';

export const generalSettings = {
  disabled: setting('OTEL_SDK_DISABLED', false, flag, 'Turns everything off.'),
  serviceName: setting('OTEL_SERVICE_NAME', '', text, 'Name of the service; else `name` of its package.json.'),
} as const;
