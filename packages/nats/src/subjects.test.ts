import { expect, test } from 'vitest';
import { SubjectTable, type SubjectRules } from './subjects.ts';

const table = (rules: Partial<SubjectRules> = {}) =>
  new SubjectTable({ handOver: [], untraced: [], templates: [], ...rules });

test.each([
  ['rooms.kitchen.state', 'rooms.kitchen.state'],
  ['floor.2.lamp', 'floor.*.lamp'],
  ['room-2.state', 'room-2.state'],
  ['session_4711.ended', '*.ended'],
  ['devices.0b6f2b7e-3c1d-4f6e-9a53-0c8f3c1a2b4d.state', 'devices.*.state'],
  ['devices.aabbccddee01.state', 'devices.*.state'],
  ['devices.esp32-a1b2c3d4.state', 'devices.*.state'],
  ['users.01HV6Z9XK3T8Q2M4N5P6R7S8T9.seen', 'users.*.seen'],
  ['house.livingRoomTemperatureSensor.changed', 'house.livingRoomTemperatureSensor.changed'],
  ['facade.added.decade', 'facade.added.decade'],
])('%s is called %s: what looks like an id is left out, and words are not', (subject, template) => {
  expect(table().of(subject).template).toBe(template);
});

test('a given template names every subject that it matches, and no other', () => {
  const subjects = table({ templates: ['users.{user}.seen', 'logs.>'] });
  expect(subjects.of('users.maria.seen').template).toBe('users.{user}.seen');
  expect(subjects.of('users.maria.seen.twice').template).toBe('users.maria.seen.twice');
  expect(subjects.of('logs.a.b').template).toBe('logs.>');
  expect(subjects.of('logs').template).toBe('logs');
});

test('subjects without end never make names without end', () => {
  const subjects = table();
  const names = Array.from({ length: 5_000 }, (_, index) => {
    const word = String(index).replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    return subjects.of(`people.${word}`).template;
  });
  expect(new Set(names).size).toBe(201);
  expect(names.at(-1)).toBe('>');
  expect(subjects.of('people.a').template).toBe('people.a');
});

test('untraced goes before hand-over, and the rest has spans', () => {
  const subjects = table({ handOver: ['voice.>'], untraced: ['voice.level', 'audio.>'] });
  const tracing = (subject: string) => subjects.of(subject).tracing;
  expect(['voice.level', 'audio.microphone.kitchen', 'voice.sentence', 'doors.opened', 'audio'].map(tracing)).toEqual([
    'counted',
    'counted',
    'hand-over',
    'spans',
    'spans',
  ]);
});

test('what the server, the library and replies say is nobody’s event', () => {
  const internal = [
    '$JS.API.INFO',
    '$JS.ACK.DOORS.next.1.1.1.1.0',
    '$SYS.REQ.USER.INFO',
    '$KV.config.room',
    '_INBOX.x.y',
  ];
  expect(internal.map((subject) => table().of(subject).tracing)).toEqual(internal.map(() => 'internal'));
});
