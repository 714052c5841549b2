/** Attributes of the log events of any service with an API or a model, as structured logs have always spelt them. */
import { attribute } from './define.ts';

export const apiMethod = attribute('method', 'string', { brief: 'The HTTP method of the request, as it was given.' });
export const apiPath = attribute('path', 'string', {
  brief: 'The path of the request, the values of its query redacted.',
});
export const apiClient = attribute('client', 'string', {
  brief: 'The network that the request came from, such as `192.168.1.0/24`; the address if content is captured.',
});
export const apiUser = attribute('user', 'string', {
  brief: 'A pseudonym of the user, another one in each process; the user if content is captured.',
});
export const apiDuration = attribute('duration', 'number', { brief: 'Seconds that the work took.' });
export const apiStatus = attribute('status', 'string', {
  brief: 'The HTTP status of the response, such as `200`; of a prediction, `ok` or `error`.',
  metricSafe: true,
});
export const apiError = attribute('error', 'string', { brief: 'What went wrong; absent if nothing did.' });
export const apiErrorType = attribute('error_type', 'string', { brief: 'The class of the error.', metricSafe: true });
export const apiErrorMessage = attribute('error_message', 'string', { brief: 'What the error says.' });
export const predictionModel = attribute('model', 'string', { brief: 'The model that was asked.', metricSafe: true });
export const predictionInput = attribute('input_text', 'string', {
  brief: 'What the model was asked.',
  personal: true,
});
export const predictionInputLength = attribute('input_text_length', 'number', {
  brief: 'Characters of what the model was asked.',
});
