import { expect, test } from 'vitest';
import { networkOf, pseudonymOf } from './privacy.ts';

test.each([
  ['192.168.1.77', '192.168.1.0/24'],
  ['::ffff:10.0.0.9', '10.0.0.0/24'],
  ['2001:DB8:7:8::9', '2001:db8:7::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['::1', '0:0:0::/48'],
  ['marias-phone.local', 'REDACTED'],
])('of the address %s only %s is told', (address, network) => {
  expect(networkOf(address, false)).toBe(network);
  expect(networkOf(address, true)).toBe(address);
});

test('a user has one pseudonym, which is not the name and not that of another', () => {
  expect(pseudonymOf('maria', false)).toBe(pseudonymOf('maria', false));
  expect(pseudonymOf('maria', false)).not.toContain('maria');
  expect(pseudonymOf('maria', false)).not.toBe(pseudonymOf('josé', false));
  expect(pseudonymOf('maria', true)).toBe('maria');
});
