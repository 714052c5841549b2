/** The headers of `OTEL_EXPORTER_OTLP_HEADERS`: `key=value` pairs, percent-encoded. */
export function headersOf(written = ''): Record<string, string> {
  const pairs = written.split(',').map((pair) => pair.trim());
  return Object.fromEntries(
    pairs
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), decoded(pair.slice(pair.indexOf('=') + 1).trim())]),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
