/** The last `visible` characters, the others as dots: enough for an operator to recognise, too little to know. */
export function masked(text: string, visible = 4): string {
  return '•'.repeat(Math.max(0, text.length - visible)) + text.slice(-visible);
}
