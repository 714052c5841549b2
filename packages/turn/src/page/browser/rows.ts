/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Lets the arrow keys go from row to row, and shows only the rows that hold what was typed. */
export function rows(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[aria-expanded]')];
  const isVisible = (button: HTMLButtonElement): boolean => button.offsetParent !== null;

  document.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === event.target);
    if (at < 0) return;
    const moves: Readonly<Record<string, () => HTMLButtonElement | undefined>> = {
      ArrowDown: () => buttons.find((button, index) => index > at && isVisible(button)),
      ArrowUp: () => buttons.findLast((button, index) => index < at && isVisible(button)),
      Home: () => buttons.find(isVisible),
      End: () => buttons.findLast(isVisible),
    };
    const next = moves[event.key]?.();
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });

  const filter = document.querySelector<HTMLInputElement>('#filter');
  filter?.addEventListener('input', () => {
    const wanted = filter.value.trim().toLowerCase();
    filter.classList.toggle('filtered', wanted !== '');
    for (const button of buttons) {
      const row = button.closest('li');
      if (row !== null) row.hidden = !button.textContent.toLowerCase().includes(wanted);
    }
  });
}
