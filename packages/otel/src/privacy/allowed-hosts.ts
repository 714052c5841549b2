/** Who may learn about a trace: this machine, the private network, and whom the settings name. */
import { isIP } from 'node:net';

const privateSuffixes = ['.localhost', '.local', '.lan', '.internal', '.home.arpa'];
const privateAddresses =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** A test of host names and addresses, with or without a port. `allowed` may hold `*.example.org` for everything below it. */
export function allowedHosts(allowed: readonly string[]): (host: string) => boolean {
  return (given) => {
    const host = normalised(given);
    if (isIP(host) !== 0) return privateAddresses.test(host) || allowed.includes(host);
    if (host === '') return false;
    // A name without a dot is a container or a machine of the own network.
    if (!host.includes('.') || privateSuffixes.some((suffix) => host.endsWith(suffix))) return true;
    return allowed.some((entry) => (entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : host === entry));
  };
}

/** As the resolver will read it: 134744072 is an address too, and not one of the own network. */
function normalised(host: string): string {
  const name = isIP(host) === 6 ? host : (URL.parse(`http://${host}`)?.hostname ?? '');
  return name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
