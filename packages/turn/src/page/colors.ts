/** Colours, as classes of `styles/colors.css`: a stage has the same one in every picture, and so has what its service did. */
import { attributes, type WaitPart } from '@mordomo/semconv';
import type { Turn } from '../model.ts';
import { asText } from '../otlp/values.ts';

const stageColors = new Map([
  ['wake', 0],
  ['listen', 0],
  ['stt', 1],
  ['speaker', 2],
  ['brain', 3],
  ['tts', 4],
  ['playback', 5],
]);

/** For services that run no stage. The last resort is to begin again. */
const otherColors = [6, 7, 1, 2, 3, 4, 5, 0];

const colorClass = (number: number): string => `color-${number}`;

export const partColor = (part: WaitPart): string =>
  part === 'unattributed' ? 'idle' : colorClass(stageColors.get(part) ?? 0);

/** The colour of everything that one service did: that of the first stage that it ran. */
export function serviceColors({ spans, services }: Pick<Turn, 'spans' | 'services'>): (service: string) => string {
  const numbers = new Map<string, number>();
  for (const { service, attributes: values } of spans) {
    const stage = stageColors.get(asText(values[attributes.stage.key]));
    if (stage !== undefined && !numbers.has(service)) numbers.set(service, stage);
  }
  const others = services.filter((service) => !numbers.has(service));
  for (const [index, service] of others.entries()) {
    numbers.set(service, otherColors[index % otherColors.length] ?? 0);
  }
  return (service) => colorClass(numbers.get(service) ?? 0);
}
