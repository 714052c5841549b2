import { html, type Html } from './html.ts';

/** Rows that a browser lays out together: few enough to be quick, many enough for few pieces to be watched. */
const chunkSize = 100;

/** Long lists come in pieces, of which a browser lays out only those that are to be seen (`styles/rows.css`). */
export function inChunks(name: 'spans' | 'lines', rows: readonly Html[]): Html[] {
  const chunks = Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, index) =>
    rows.slice(index * chunkSize, (index + 1) * chunkSize),
  );
  return chunks.map((chunk) => html`<ol class="${name}">${chunk}</ol>`);
}
