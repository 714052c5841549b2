/** From what the user asks for down to the message on the wire: what the message carries. All in one synchronous go. */
import type { Context } from '@opentelemetry/api';
import { withContext } from './context.ts';
import type { Carried, CoreExports, Payload, Protocol, PublishOptions, Wrap } from './library.ts';
import { sizeOf } from './sending.ts';

/** What the message carries that the library is writing just now. */
let writing: Carried | undefined;

/** Whether the library is at it: then it calls its own methods, and these are no operations of the user. */
export const isWriting = (): boolean => writing !== undefined;

/** Runs what writes one message. */
export function write<Result>(carried: Carried, send: () => Result): Result {
  writing = carried;
  try {
    return send();
  } finally {
    writing = undefined;
  }
}

/** Every message passes here, whichever way it was sent. */
export function patchProtocol(protocol: Protocol, createHeaders: CoreExports['headers'], wrap: Wrap): void {
  wrap(
    protocol,
    'publish',
    (publish) =>
      function publishWithContext(this: Protocol, subject, payload, options) {
        const context = writing?.context;
        if (context === undefined) return publish.call(this, subject, payload, options);
        return publish.call(this, subject, payload, optionsWith(context, this, payload, options, createHeaders));
      },
  );
}

function optionsWith(
  context: Context,
  { info }: Protocol,
  payload: Payload | undefined,
  options: PublishOptions | undefined,
  createHeaders: CoreExports['headers'],
): PublishOptions | undefined {
  if (info !== undefined && info.headers !== true) return options; // a server before 2.2
  const headers = withContext(options?.headers, context, createHeaders);
  if (headers === undefined) return options;
  // What just fits without the context shall fit with us, too.
  const most = info?.max_payload ?? Infinity;
  const size = sizeOf(payload);
  if (size > most / 2 && size + headers.encode().length > most) return options;
  return options === undefined ? { headers } : { ...options, headers };
}
