/** HTML that cannot be injected into: every value that comes into a template is escaped, unless it is HTML itself. */

/** A piece of HTML. Only the template below makes one out of text. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | undefined | readonly Content[];

/**
 * HTML with values in it: strings and numbers are escaped (attributes must be in double quotes), lists are joined,
 * `undefined` is nothing. Line breaks and indentation of the template are for those who read it, and left out.
 */
export function html(template: TemplateStringsArray, ...values: readonly Content[]): Html {
  const parts = compact(template);
  let text = parts[0] ?? '';
  for (const [index, value] of values.entries()) text += render(value) + (parts[index + 1] ?? '');
  return new Html(text);
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Each template of the source once: a page uses some of them thousands of times. */
function compact(template: TemplateStringsArray): readonly string[] {
  const known = compacted.get(template) ?? template.map((part) => part.replaceAll(/\n\s*/g, ''));
  compacted.set(template, known);
  return known;
}

function render(value: Content): string {
  if (value instanceof Html) return value.text;
  if (value === undefined) return '';
  return typeof value === 'object' ? value.map(render).join('') : escaped(`${value}`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

/** Data for the page's own scripts, in an element that no browser runs. `<` is spelt so that it cannot end the element. */
export function dataBlock(id: string, data: unknown): Html {
  const json = new Html(JSON.stringify(data).replaceAll('<', String.raw`\u003c`));
  return html`<script type="application/json" id="${id}">${json}</script>`;
}
