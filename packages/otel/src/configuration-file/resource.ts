/** `resource` of a configuration file. */
import { mergeResourceAttributesConfig, type ResourceConfigModel } from '@opentelemetry/configuration';
import type { Attributes } from '@opentelemetry/api';
import { chosen, type Translation } from './translation.ts';

/** Notes the detectors. Without any, nothing is found out. */
export function translateResource(to: Translation, resource: ResourceConfigModel | undefined): void {
  const {
    attributes: _attributes,
    attributes_list: _list,
    'detection/development': detection,
    ...rest
  } = resource ?? {};
  const { detectors = [], ...otherDetection } = detection ?? {};
  const names = detectors.map((detector) => chosen(detector)[0]);
  to.add('OTEL_NODE_RESOURCE_DETECTORS', ['env', ...names.filter((name) => name !== 'service')]);
  if (names.includes('service')) to.set('OTEL_SERVICE_NAME', process.env['OTEL_SERVICE_NAME']);
  to.reject('resource.detection/development', otherDetection);
  to.reject('resource', rest);
}

/** The attributes with their types, which a variable could not tell. */
export const attributesOf = (resource: ResourceConfigModel | undefined): Attributes =>
  Object.fromEntries(
    (mergeResourceAttributesConfig(resource?.attributes, resource?.attributes_list ?? undefined) ?? [])
      .filter(({ value }) => value !== null)
      .map(({ name, value }) => [name, value]),
  );
