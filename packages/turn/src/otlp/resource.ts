import { asAttributes, asObject, asObjects, asText, type JsonObject } from './values.ts';

/** An item of an OTLP export request together with the service that sent it. */
export interface FromService {
  readonly service: string;
  readonly item: JsonObject;
}

/** Flattens `resourceX[] → scopeX[] → X[]`, the nesting that all three signals share. */
export function itemsOf(body: unknown, resourceKey: string, scopeKey: string, itemKey: string): FromService[] {
  return asObjects(asObject(body)[resourceKey]).flatMap((group) => {
    const attributes = asAttributes(asObject(group['resource'])['attributes']);
    const service = asText(attributes['service.name']) || 'unknown_service';
    return asObjects(group[scopeKey]).flatMap((scope) => asObjects(scope[itemKey]).map((item) => ({ service, item })));
  });
}
