/** The frame of every page: one file that asks for nothing else, whose own styles and scripts alone may run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Html, html } from './html.ts';

/** Something that runs in the browser. It is sent as source text, so it must not use anything outside of itself. */
type BrowserScript = () => void;

export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly scripts?: readonly BrowserScript[];
}

/** Published with the sources: from `src/page` and from `dist/page` it is the same way. */
const styleFile = (name: string): URL => new URL(`../../src/page/styles/${name}.css`, import.meta.url);
const styles = ['colors', 'page', 'wait', 'rows', 'waterfall', 'log', 'turns']
  .map((name) => readFileSync(styleFile(name), 'utf8'))
  .join('\n');

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 4h8M5 8h8M8 12h6" stroke="#4a7fd4" stroke-width="3" stroke-linecap="round"/></svg>',
)}`;

/** Hatched, where nobody waited for a stage. */
const patterns = html`
  <svg class="patterns" aria-hidden="true">
    <pattern id="idle" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="ground" width="6" height="6" /><rect class="hatch" width="2.5" height="6" />
    </pattern>
  </svg>
`;

/**
 * The page as text. Its content security policy lets nothing run or load but what is in it; audio may come from where
 * the page itself came from, and forms go there.
 */
export function documentOf({ title, body, scripts = [] }: Page): string {
  const sources = scripts.map((script) => `(${script.toString()})();`);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(styles)}`,
    `script-src ${sources.length === 0 ? "'none'" : sources.map(hashOf).join(' ')}`,
    'img-src data:',
    "media-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ');
  const document = html`
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" />
        <style>${new Html(styles)}</style>
      </head>
      <body>
        ${patterns}
        ${body}
        ${sources.map((source) => html`<script type="module">${new Html(source)}</script>`)}
      </body>
    </html>
  `;
  return `<!doctype html>\n${document.text}\n`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
