import { recordModelPrediction } from '@mordomo/otel/api';

/** Asks a model, and counts the prediction under the model's name with the time that it took. */
export async function predict<Prediction>(
  model: string,
  ask: () => Prediction | Promise<Prediction>,
): Promise<Prediction> {
  const begin = performance.now();
  const record = (status: 'ok' | 'error') =>
    recordModelPrediction({ model, status }, (performance.now() - begin) / 1000);
  try {
    const prediction = await ask();
    record('ok');
    return prediction;
  } catch (error) {
    record('error');
    throw error;
  }
}
