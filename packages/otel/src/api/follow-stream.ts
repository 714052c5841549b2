/** Streams: the span ends when all is read, when the stream breaks, or when the consumer stops. */
import { errorMonitor } from 'node:events';
import type { SpanLifetime } from './span-lifetime.ts';

type Controller = ReadableStreamDefaultController | ReadableByteStreamController;

/** The method by which a stream gets what it gives. */
const readMethod = '_read';

/** How a stream is told that its consumer has stopped: by `break` and `abort`, and by a pipeline. */
const stopCodes: ReadonlySet<string | undefined> = new Set(['ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Watches a stream of Node in place, and does not make it flow. What it reads when asked runs inside of the span. */
export function followNodeStream<Stream extends NodeJS.ReadableStream>(stream: Stream, lifetime: SpanLifetime): Stream {
  // Unlike a listener for `error`, this one leaves an error that nobody handles unhandled.
  stream.once(errorMonitor, (error: NodeJS.ErrnoException) => {
    if (stopCodes.has(error.code)) lifetime.end();
    else lifetime.fail(error);
  });
  stream.once('end', () => lifetime.end());
  stream.once('close', () => lifetime.end());
  const read: unknown = Reflect.get(stream, readMethod);
  if (typeof read === 'function') {
    Reflect.set(stream, readMethod, (size: number): unknown => lifetime.run(() => read.call(stream, size)));
  }
  return stream;
}

/** Web streams cannot be watched: this is another one, that reads the given one when it is read itself. */
export function followWebStream(stream: ReadableStream, lifetime: SpanLifetime): ReadableStream {
  if (stream.locked) {
    lifetime.end();
    return stream;
  }
  const isOfBytes = takesByteReader(stream);
  const reader = stream.getReader();
  const source = {
    async pull(controller: Controller): Promise<void> {
      const { done, value } = await lifetime
        .run(() => reader.read())
        .catch((error: unknown) => {
          lifetime.fail(error);
          throw error;
        });
      if (!done) return controller.enqueue(value as never);
      lifetime.end();
      controller.close();
      if ('byobRequest' in controller) controller.byobRequest?.respond(0);
    },
    async cancel(reason: unknown): Promise<void> {
      lifetime.end();
      await reader.cancel(reason);
    },
  };
  const strategy = { highWaterMark: 0 };
  return isOfBytes ? new ReadableStream({ ...source, type: 'bytes' }, strategy) : new ReadableStream(source, strategy);
}

function takesByteReader(stream: ReadableStream): boolean {
  try {
    stream.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}
