/** Numbers as people read them, by Grafana's names of units. */
const scaled = (value: number, base: number, units: readonly string[]): string => {
  const power = value === 0 ? 0 : Math.min(Math.floor(Math.log(Math.abs(value)) / Math.log(base)), units.length - 1);
  const exponent = Math.max(power, 0);
  return `${rounded(value / base ** exponent)}${units[exponent] ?? ''}`;
};

const rounded = (value: number): string => String(Number(value.toPrecision(3)));
const bytes = ['\u00A0B', '\u00A0KiB', '\u00A0MiB', '\u00A0GiB', '\u00A0TiB'];
const thousands = ['', '\u00A0K', '\u00A0Mil', '\u00A0Bil'];
const seconds = (value: number): string =>
  Math.abs(value) < 1 ? `${rounded(value * 1000)}\u00A0ms` : `${rounded(value)}\u00A0s`;

const formats: Readonly<Record<string, (value: number) => string>> = {
  s: seconds,
  ms: (value) => seconds(value / 1000),
  bytes: (value) => scaled(value, 1024, bytes),
  Bps: (value) => `${scaled(value, 1024, bytes)}/s`,
  percentunit: (value) => `${rounded(value * 100)}%`,
  percent: (value) => `${rounded(value)}%`,
  reqps: (value) => `${rounded(value)}\u00A0req/s`,
  cps: (value) => `${rounded(value)}\u00A0c/s`,
  currencyUSD: (value) => `$${rounded(value)}`,
};

/** The value with its unit, to three digits. */
export function formatted(value: number, unit = 'short', decimals?: number): string {
  if (!Number.isFinite(value)) return '–';
  if (decimals !== undefined && unit !== 'currencyUSD') return scaled(Number(value.toFixed(decimals)), 1000, thousands);
  return (formats[unit] ?? ((plain) => scaled(plain, 1000, thousands)))(value);
}
