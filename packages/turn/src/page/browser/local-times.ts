/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Shows every moment in the reader's own time zone. */
export function localTimes(): void {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  for (const time of document.querySelectorAll('time')) time.textContent = format.format(new Date(time.dateTime));
}
