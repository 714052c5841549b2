/** Labels of the metrics that stock instrumentations record: the names are those of the OpenTelemetry conventions. */
import { attribute, choice } from './define.ts';

export const httpMethod = attribute('http.request.method', 'string', {
  brief: 'The HTTP method; `_OTHER` if it is none of the standard ones.',
  metricSafe: true,
});
export const httpStatus = attribute('http.response.status_code', 'number', {
  brief: 'The HTTP status of the response; absent if there was none.',
  metricSafe: true,
});
export const httpRoute = attribute('http.route', 'string', {
  brief: 'The template of the route, such as `/rooms/:room`; absent if none matched.',
  metricSafe: true,
});
export const urlScheme = attribute('url.scheme', 'string', { brief: '`http` or `https`.', metricSafe: true });
export const protocolVersion = attribute('network.protocol.version', 'string', {
  brief: 'The version of HTTP.',
  metricSafe: true,
});
export const serverAddress = attribute('server.address', 'string', {
  brief: 'The host that was asked.',
  metricSafe: true,
});
export const serverPort = attribute('server.port', 'number', { brief: 'Its port.', metricSafe: true });
export const eventLoopState = choice('nodejs.eventloop.state', ['active', 'idle'], {
  brief: 'Whether the event loop had something to do.',
  metricSafe: true,
});
export const collectionType = choice('v8js.gc.type', ['major', 'minor', 'incremental', 'weakcb'], {
  brief: 'The kind of garbage collection.',
  metricSafe: true,
});
export const heapSpace = attribute('v8js.heap.space.name', 'string', {
  brief: 'The part of the heap.',
  metricSafe: true,
});
