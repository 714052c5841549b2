/**
 * A second set-up of OpenTelemetry (`NodeSDK`, auto-instrumentations-node/register) in a process that has one: the API
 * refuses its providers, but its instrumentations would record everything once more with ours, or put themselves in the
 * place of ours. Here they find nothing to replace and nothing that records.
 */
import {
  createNoopLogger,
  createNoopMeter,
  logs,
  metrics,
  trace,
  type LoggerProvider,
  type MeterProvider,
  type ProxyTracerProvider,
  type Span,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { InstrumentationBase, registerInstrumentations, type Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../config.ts';
import { sayOnce } from '../diagnostics.ts';
import { instrumentationNames } from '../instrumentation-names.ts';
import { standInForActiveSpan } from './guard.ts';

const prefix = '@opentelemetry/instrumentation-';

/** Says that there is a second set-up. */
export const saySecondSetup = (): void =>
  sayOnce(
    'OpenTelemetry is set up a second time in this process: @mordomo/otel came first and is used, the second set-up does nothing. Remove it.',
  );

/**
 * Registers our instrumentations, and lets only them record under the names that the stock ones have. Call it once the
 * providers are registered.
 */
export function registerFirst(
  instrumentations: Instrumentation[],
  meterProvider: MeterProvider,
  { disabledInstrumentations }: Pick<Config, 'disabledInstrumentations'>,
): void {
  const proxy = trace.getTracerProvider() as ProxyTracerProvider;
  const tracerProvider = proxy.getDelegate();
  const loggerProvider = logs.getLoggerProvider();
  instrumentations.forEach(hideWrappers);
  registerInstrumentations({ instrumentations, tracerProvider, meterProvider, loggerProvider });
  const isRefused = (name: string): boolean => {
    const end = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (!instrumentationNames.has(end) || disabledInstrumentations.includes(end)) return false;
    saySecondSetup();
    return true;
  };
  const noopMeter = createNoopMeter();
  const noopLogger = createNoopLogger();
  proxy.setDelegate({
    getTracer: (name, ...rest) => (isRefused(name) ? transparentTracer : tracerProvider.getTracer(name, ...rest)),
  } satisfies TracerProvider);
  metrics.disable();
  metrics.setGlobalMeterProvider({
    getMeter: (name, ...rest) => (isRefused(name) ? noopMeter : meterProvider.getMeter(name, ...rest)),
  } satisfies MeterProvider);
  logs.disable();
  logs.setGlobalLoggerProvider({
    getLogger: (name, ...rest) => (isRefused(name) ? noopLogger : loggerProvider.getLogger(name, ...rest)),
  } satisfies LoggerProvider);
}

const transparent = new WeakSet<Span>();

/** Whether a span was made by the second set-up. */
export const isTransparent = (span: Span | undefined): boolean => span !== undefined && transparent.has(span);

/** Stands for the span that is active: whatever is made below it has the right parent. */
function transparentSpan(): Span {
  const span = standInForActiveSpan();
  transparent.add(span);
  return span;
}

const transparentTracer: Tracer = {
  startSpan: transparentSpan,
  startActiveSpan: (...given: unknown[]) => (given.at(-1) as (span: Span) => never)(transparentSpan()),
};

type Wrap = (target: Record<string, unknown>, name: string, wrapper: unknown) => object | undefined;

/**
 * The stock way of wrapping first undoes the wrapper that it finds, whosever it is. Ours do not show that they are some;
 * only we undo them, where a library is patched again.
 */
function hideWrappers(instrumentation: object): void {
  const wrap = Reflect.get(instrumentation, '_wrap') as Wrap | undefined;
  const unwrap = Reflect.get(instrumentation, '_unwrap') as ((target: object, name: string) => void) | undefined;
  const wrappers = new WeakSet<object>();
  const wrapHidden: Wrap = (target, name, wrapper) => {
    if (wrappers.has(Object(target[name]))) unwrap?.(target, name);
    const wrapped = wrap?.(target, name, wrapper);
    if (wrapped === undefined) return undefined;
    Reflect.set(wrapped, '__wrapped', false);
    wrappers.add(wrapped);
    return wrapped;
  };
  if (wrap !== undefined) Reflect.set(instrumentation, '_wrap', wrapHidden);
  Object.values(instrumentation)
    .filter((part) => part instanceof InstrumentationBase)
    .forEach(hideWrappers);
}
