import { spans as spanDefinitions } from '@mordomo/semconv';
import { asList, asObject, asObjects, asText } from '../otlp/values.ts';
import { askJson, type Backend } from './http.ts';
import { inGroups } from './in-groups.ts';

/**
 * The services that opened a turn of those that Jaeger keeps. Any can: a whole assistant may be one process of any name,
 * and Jaeger searches one service at a time. It answers these questions from memory.
 */
export async function turnOpeners(jaeger: Backend): Promise<string[]> {
  const services = asList(asObject(await askJson(jaeger, '/api/v3/services'))['services']).map(asText);
  const areOpeners = await inGroups(services, (service) => hasOpenedTurn(jaeger, service));
  return services.filter((_, index) => areOpeners[index]);
}

async function hasOpenedTurn(jaeger: Backend, service: string): Promise<boolean> {
  const answer = asObject(await askJson(jaeger, '/api/v3/operations', { service }));
  return asObjects(answer['operations']).some(({ name }) => name === spanDefinitions.turn.name);
}
