import { SeverityNumber, type AnyValue } from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { expect, test, vi } from 'vitest';
import { resolveConfig } from '../config.ts';
import { Ledger } from '../ledger.ts';
import { Pipeline } from '../pipeline.ts';
import { Redactor } from '../privacy/redactor.ts';
import type { Spool } from '../spool/spool.ts';
import { LogGate } from './gate.ts';
import { createLogProcessor } from './processor.ts';

/** What the gate is charged for a line of this body. */
function chargeOf(body: AnyValue): number {
  const ledger = new Ledger();
  const gate = new LogGate(ledger, 100);
  const take = vi.spyOn(gate, 'take');
  const { config } = resolveConfig({});
  const pipeline = new Pipeline({ append: () => {} } as unknown as Spool, ledger, () => {});
  const processor = createLogProcessor(pipeline, new Redactor(config), gate, config);
  const logger = new LoggerProvider({ processors: [processor] }).getLogger('test');
  logger.emit({ severityNumber: SeverityNumber.INFO, body });
  processor.end();
  return take.mock.calls[0]?.[0] ?? 0;
}

test('a line costs what it holds, also where its text lies in fields of fields', () => {
  const text = 'x'.repeat(1000);
  expect(chargeOf(text)).toBe(1000);
  expect(chargeOf({ answers: [{ said: text }, { said: text }] })).toBeGreaterThan(2000);
});
