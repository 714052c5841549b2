/** Headers that the settings ask for, as the options of the two instrumentations; what is secret in them is redacted later. */
import type { Config } from '../config.ts';

const named = <Name extends string>(name: Name, headers: readonly string[]): { [Key in Name]?: string[] } =>
  headers.length === 0 ? {} : ({ [name]: [...headers] } as { [Key in Name]?: string[] });

const ofClient = (config: Config) => ({
  ...named('requestHeaders', config.clientRequestHeaders),
  ...named('responseHeaders', config.clientResponseHeaders),
});

export const capturedByUndici = ofClient;

export const capturedByHttp = (config: Config) => ({
  client: ofClient(config),
  server: {
    ...named('requestHeaders', config.serverRequestHeaders),
    ...named('responseHeaders', config.serverResponseHeaders),
  },
});
