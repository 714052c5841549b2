/** What the NATS server itself counted of each of its clients. */
import { withOffset } from '@mordomo/stack';

interface Traffic {
  readonly name: string;
  /** Messages that the client published. */
  readonly in_msgs: number;
  /** Messages that were delivered to it. */
  readonly out_msgs: number;
}

export async function trafficOf(client: string, portOffset: number): Promise<Traffic> {
  const answer = await fetch(`http://127.0.0.1:${withOffset(portOffset).natsMonitor}/connz`);
  const { connections } = (await answer.json()) as { readonly connections: readonly Traffic[] };
  const found = connections.find(({ name }) => name === client);
  if (found === undefined) throw new Error(`${client} is not connected to NATS.`);
  return found;
}
