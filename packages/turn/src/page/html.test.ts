import { expect, test } from 'vitest';
import { dataBlock, html } from './html.ts';

test('text becomes text, in elements and in attributes, and HTML stays HTML', () => {
  const inner = html`<b>${'<i>'}</b>`;
  expect(html`<a title="${'"><script>'}">${inner}${[inner, '&', 1]}${undefined}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;script&gt;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b>&amp;1</a>',
  );
});

test('line breaks and indentation of a template are left out, those of a value are kept', () => {
  const template = html`
    <p>
      one ${'two\n  three'}
    </p>
  `;
  expect(template.text).toBe('<p>one two\n  three</p>');
});

test('data cannot end its element', () => {
  const block = dataBlock('data', { text: '</script><!--<script>' }).text;
  expect(block).not.toMatch(/<\/script>.|<!--/);
  expect(JSON.parse(block.replace(/<.*?>/g, ''))).toEqual({ text: '</script><!--<script>' });
});
