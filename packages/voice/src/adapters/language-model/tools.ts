/** Tools that a language model may ask for: each use is an `execute_tool` span. */
import { spans, type AttributesOf } from '@mordomo/semconv';
import { context as contextApi, SpanStatusCode, trace } from '@opentelemetry/api';
import { now } from '../../clock.ts';
import { contentIsCaptured } from '../../content.ts';
import { tracer } from '../../tracer.ts';
import type { WireMessage, WireToolCall } from './protocol.ts';

/** Something that the model may have done for the user. */
export interface Tool {
  readonly name: string;
  /** For the model: what the tool does, and when to use it. */
  readonly description: string;
  /** The JSON schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * Does it. The arguments are what the model wrote: they may be anything.
   * @returns what the model is told: a string, or anything that has JSON
   * @throws where it cannot be done: the model is told the error’s message, so that it can tell the user
   */
  run(args: unknown): unknown;
}

/** A tool that the model made up: its name is the model’s text, and no name of a span. */
const madeUp = 'unknown_tool';

/** Runs what the model asked for. @returns the message that tells it the result */
export async function executeTool(call: WireToolCall, tools: readonly Tool[]): Promise<WireMessage> {
  const tool = tools.find(({ name }) => name === call.function.name);
  const name = tool?.name ?? madeUp;
  const attributes: AttributesOf<typeof spans.executeTool.attributes> = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': call.id,
    ...(contentIsCaptured && { 'gen_ai.tool.call.arguments': call.function.arguments }),
  };
  const span = tracer().startSpan(`${spans.executeTool.name} ${name}`, { startTime: now(), attributes });
  let content: string;
  try {
    const run = () => runTool(tool, call);
    content = await contextApi.with(trace.setSpan(contextApi.active(), span), run);
    if (contentIsCaptured) span.setAttribute('gen_ai.tool.call.result', content);
  } catch (error) {
    const { name: type, message } = error instanceof Error ? error : new Error(String(error));
    span.setAttribute('error.type', tool === undefined ? madeUp : type);
    span.setStatus({ code: SpanStatusCode.ERROR }); // the message may repeat what the user said
    content = JSON.stringify({ error: message });
  }
  span.end(now());
  return { role: 'tool', tool_call_id: call.id, content };
}

async function runTool(tool: Tool | undefined, { function: { arguments: json } }: WireToolCall): Promise<string> {
  if (tool === undefined) throw new Error('there is no such tool');
  const result: unknown = await tool.run(json === '' ? {} : JSON.parse(json));
  return typeof result === 'string' ? result : (JSON.stringify(result) ?? 'done');
}
