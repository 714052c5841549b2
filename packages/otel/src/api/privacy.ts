/** What a log line tells about the user and where the request came from, unless content is captured. */
import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { contentIsCaptured } from './content.ts';

/** Known to nobody and gone with the process, so that no list of names can be tried against the pseudonyms. */
const key = randomBytes(32);

/** The same text for the same user in this process, and nothing that leads back to them. */
export const pseudonymOf = (user: string, isCaptured = contentIsCaptured): string =>
  isCaptured ? user : `user-${createHmac('sha256', key).update(user).digest('hex').slice(0, 12)}`;

/** The network that an address is in: /24, or /48 for IPv6. What is no address is not told. */
export function networkOf(address: string, isCaptured = contentIsCaptured): string {
  if (isCaptured) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped.replace(/\.\d+$/, '.0/24');
  return isIPv6(mapped) ? `${firstGroups(mapped, 3).join(':')}::/48` : 'REDACTED';
}

/** The first groups of an IPv6 address, in which `::` stands for as many zeros as are missing. */
function firstGroups(address: string, count: number): string[] {
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, count).map((group) => group.toLowerCase());
}
