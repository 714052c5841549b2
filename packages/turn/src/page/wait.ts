/** What the wait was made of: one strip of time, every moment in the colour of the part that it waited for. */
import type { Interval, Turn, Wait } from '../model.ts';
import { duration, percent } from '../wording.ts';
import { partColor } from './colors.ts';
import { html, type Html } from './html.ts';
import { partText } from './names.ts';
import { bar } from './timeline.ts';

export function waitSection({ wait }: Turn): Html | undefined {
  if (wait === undefined) return undefined;
  const whole = wait.endMs - wait.startMs;
  return html`
    <section class="wait" aria-labelledby="wait">
      <h2 id="wait">What the wait was made of</h2>
      ${strip(wait, whole)}
      <ol class="parts">${wait.parts.filter(({ durationMs }) => durationMs >= 0.5).map((part) => partItem(part, whole))}</ol>
    </section>
  `;
}

const partItem = ({ part, durationMs }: Wait['parts'][number], wholeMs: number): Html => html`
  <li class="${partColor(part)}">
    <span class="name">${partText(part)}</span> <b>${duration(durationMs)}</b> <small>${percent(durationMs, wholeMs)}</small>
  </li>
`;

/** @param widthMs what the whole width stands for: the wait itself, or a longer one that it is compared with */
export function strip(wait: Wait, widthMs: number): Html {
  const scale: Interval = { startMs: wait.startMs, endMs: wait.startMs + widthMs };
  const bars = wait.stretches.map((stretch) => bar(partColor(stretch.part), stretch, scale));
  return html`<svg class="strip" aria-hidden="true">${bars}</svg>`;
}
