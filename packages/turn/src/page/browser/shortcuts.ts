/// <reference lib="dom" />

/** Keys that work anywhere on the page but where somebody types. */
export function shortcuts(): void {
  const follow = (rel: string): void => document.querySelector<HTMLAnchorElement>(`nav a[rel="${rel}"]`)?.click();
  const actions: Readonly<Record<string, () => void>> = {
    '/': () => document.querySelector<HTMLInputElement>('#filter')?.focus(),
    c: () => document.querySelector<HTMLInputElement>('#only-path')?.click(),
    ArrowLeft: () => follow('prev'),
    ArrowRight: () => follow('next'),
  };
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    const isTyping =
      target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea, audio');
    if (isTyping || ctrlKey || metaKey || altKey || !Object.hasOwn(actions, key)) return;
    event.preventDefault();
    actions[key]?.();
  });
}
