/** The HTTP methods that telemetry names; a client may send any text. */
export const httpMethods = [
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
  '_OTHER',
] as const;
export type HttpMethod = (typeof httpMethods)[number];
