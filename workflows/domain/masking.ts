/** The last `visible` characters, the others as dots: enough for an operator to recognise, too little to know. */
export function masked(text: string, visible = 4): string {
  return '•'.repeat(Math.max(0, text.length - visible)) + text.slice(-visible);
}

/** Enough to recognise one's own by: four digits of a line, three characters of a username, which may be short. */
export function maskedAccountName(name: string): string {
  return masked(name, name.startsWith('+') ? 4 : 3);
}
