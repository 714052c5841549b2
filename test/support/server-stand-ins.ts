/** Stand-ins for the household's own servers: each answers `/metrics` with the text that the real one is documented to give. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const postgres = `# HELP pg_stat_activity_count number of connections in this state
# TYPE pg_stat_activity_count gauge
pg_stat_activity_count{datname="house",server="stand-in:5432",state="active"} 2
pg_stat_activity_count{datname="house",server="stand-in:5432",state="idle"} 5
`;

const qdrant = (vectors: number) => `# HELP app_info information about qdrant server
# TYPE app_info gauge
app_info{name="qdrant",version="1.15.1"} 1
# HELP collections_total number of collections
# TYPE collections_total gauge
collections_total 2
# HELP collections_vector_total total number of vectors in all collections
# TYPE collections_vector_total gauge
collections_vector_total ${vectors}
`;

export interface StandIn {
  /** As `servers.json` holds it. */
  readonly address: string;
  readonly stop: () => void;
}

async function answering(text: string): Promise<StandIn> {
  const server: Server = createServer(({ url }, response) => {
    response.writeHead(url === '/metrics' ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

export const postgresStandIn = (): Promise<StandIn> => answering(postgres);
export const qdrantStandIn = (vectors: number): Promise<StandIn> => answering(qdrant(vectors));
