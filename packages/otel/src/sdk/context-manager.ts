/** The stock context manager, for a process in which OpenTelemetry may be set up a second time. */
import { EventEmitter } from 'node:events';
import { trace, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTransparent } from './second-setup.ts';

/** An emitter belongs to the first context that it is bound to; that must not be one of the second set-up. */
export class FirstComeContextManager extends AsyncLocalStorageContextManager {
  override bind<Target>(context: Context, target: Target): Target {
    const isForeign = target instanceof EventEmitter && isTransparent(trace.getSpan(context));
    return isForeign ? target : super.bind(context, target);
  }
}
