const longestText = 32;
const pukText = /^\d{8}$/;

/**
 * PUK of a SIM, as its card shows it.
 *
 * @param text 8 digits; spaces and hyphens, with which a card may group them, do not count.
 * @returns 8 digits; undefined for what is no PUK.
 */
export function normalisePuk(text: string): string | undefined {
  if (text.length > longestText) return undefined;
  const digits = text.replace(/[ -]/g, '');
  return pukText.test(digits) ? digits : undefined;
}
