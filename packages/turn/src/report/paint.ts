import { styleText } from 'node:util';

/** Text in a format, or as it is when there are to be no colours. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

export const painter =
  (color: boolean): Paint =>
  (format, text) =>
    color ? styleText(format, text, { validateStream: false }) : text;

/** Whether this stream shows colours: it is a terminal that can, and `NO_COLOR` is not set (`FORCE_COLOR` overrules). */
export const showsColor = (stream: NodeJS.WritableStream): boolean => styleText('bold', 'x', { stream }) !== 'x';

const serviceColors = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'cyanBright', 'magentaBright'] as const;

/** The same color for everything that one service did. */
export const serviceColor = (services: readonly string[], service: string) =>
  serviceColors[Math.max(0, services.indexOf(service)) % serviceColors.length] ?? 'cyan';
