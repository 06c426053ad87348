const needsQuotes = /[",\r\n]/;

/** One line of CSV (RFC 4180) with its line feed. */
export function csvLine(values: readonly string[]): string {
  const cells = values.map((value) => (needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
  return `${cells.join(',')}\n`;
}
