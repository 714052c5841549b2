import { SeverityNumber } from '@opentelemetry/api';
import { expect, test, vi } from 'vitest';
import { Ledger } from '../ledger.ts';
import { LogGate } from './gate.ts';

/** A gate of 100 lines a second, 500 at once, on a clock that the test sets. */
function gateOf100() {
  const clock = { ms: 0 };
  const ledger = new Ledger();
  const count = vi.spyOn(ledger, 'count');
  const gate = new LogGate(ledger, 100, () => clock.ms);
  const pass = (lines: number, severity: SeverityNumber, characters = 10): number => {
    let passed = 0;
    for (let line = 0; line < lines; line += 1) {
      if (!gate.admits(severity)) continue;
      gate.take(characters);
      passed += 1;
    }
    return passed;
  };
  return { clock, count, gate, pass };
}

test('lines within the rate all pass, for ever', () => {
  const { clock, pass } = gateOf100();
  for (let second = 0; second < 60; second += 1) {
    clock.ms += 1000;
    expect(pass(100, SeverityNumber.INFO)).toBe(100);
  }
});

test('of a storm the burst passes, then the rate; the last part is kept for warnings and errors', () => {
  const { clock, pass } = gateOf100();
  expect(pass(10_000, SeverityNumber.INFO)).toBe(400);
  expect(pass(10_000, SeverityNumber.ERROR)).toBe(100);
  clock.ms = 1000;
  expect(pass(10_000, SeverityNumber.WARN)).toBe(100);
});

test('every refused line is counted, once it is reported', () => {
  const { count, gate, pass } = gateOf100();
  const passed = pass(10_000, SeverityNumber.INFO);
  expect(count).not.toHaveBeenCalled();
  gate.report();
  expect(count).toHaveBeenCalledExactlyOnceWith('logs', 'dropped', 10_000 - passed, 'rate');
});

test('long lines count as several', () => {
  const { pass } = gateOf100();
  expect(pass(10_000, SeverityNumber.ERROR, 1024 * 1024)).toBe(1);
});
