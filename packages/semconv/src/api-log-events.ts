/** Log events of any service with an API or a model. */
import * as attributes from './attributes.ts';
import { logEvent } from './define.ts';

export const apiRequest = logEvent({
  name: 'api_request',
  body: 'api_request',
  severity: 'info',
  brief: 'A request was answered.',
  attributes: [
    attributes.apiMethod,
    attributes.apiPath,
    attributes.apiClient,
    attributes.apiUser,
    attributes.apiDuration,
    attributes.apiStatus,
    attributes.apiError,
  ],
});
export const error = logEvent({
  name: 'error',
  body: 'error',
  severity: 'error',
  brief: 'Something failed; what the service adds about it goes along.',
  attributes: [
    attributes.apiErrorType,
    attributes.apiErrorMessage,
    attributes.exceptionType,
    attributes.exceptionMessage,
    attributes.exceptionStacktrace,
  ],
});
export const modelPrediction = logEvent({
  name: 'model_prediction',
  body: 'model_prediction',
  severity: 'info',
  brief: 'A model was asked.',
  attributes: [
    attributes.predictionModel,
    attributes.predictionInput,
    attributes.predictionInputLength,
    attributes.apiDuration,
    attributes.apiStatus,
    attributes.apiError,
  ],
});
