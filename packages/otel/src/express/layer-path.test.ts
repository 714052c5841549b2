import { expect, test } from 'vitest';
import { pathOf, rememberPath } from './layer-path.ts';

test('the path of a layer is what it was made with, in every shape that Express takes', () => {
  const layer = {};
  rememberPath(layer, ['/lamps', /^\/lights/]);
  expect(pathOf(layer)).toBe(String.raw`/lamps,/^\/lights/`);
  expect(pathOf({ route: { path: '/rooms/:room' } })).toBe('/rooms/:room');
  expect(pathOf({ rawPath: '/houses/:house' })).toBe('/houses/:house');
  expect(pathOf({})).toBe('/');
});

test.each([
  [String.raw`^\/houses\/([^\/]+?)\/?(?=\/|$)`, ['house'], '/houses/:house'],
  [String.raw`^\/houses\/(?:([^\/]+?))\/rooms\/(?:([^\/]+?))\/?$`, ['house', 'room'], '/houses/:house/rooms/:room'],
  [String.raw`^\/houses(?:\/([^/]+?))\/?(?=\/|$)`, ['house'], '/houses/:house'],
  [String.raw`^\/?(?=\/|$)`, [], '/'],
  [String.raw`^\/?$`, [], '/'],
  [String.raw`^\/health\.json\/?$`, [], '/health.json'],
  [String.raw`^\/(a|b)\/?$`, [], String.raw`/^\/(a|b)\/?$/`],
])('the path of a layer of Express 4 is read back from %s', (source, names, path) => {
  expect(pathOf({ regexp: new RegExp(source), keys: names.map((name) => ({ name })) })).toBe(path);
});
