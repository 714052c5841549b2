const small = (
  'zero one two three four five six seven eight nine ten eleven twelve ' +
  'thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
).split(' ');
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** `22` as "twenty two". Numbers above 99 come back as they are. */
export function numberInWords(digits: string): string {
  const number = Number(digits);
  if (number < small.length) return small[number] ?? digits;
  if (number > 99) return digits;
  const unit = number % 10;
  return [tens[Math.floor(number / 10)], ...(unit === 0 ? [] : [small[unit]])].join(' ');
}
