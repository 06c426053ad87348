import { plainText } from './typedText';

const usernameText = /^[A-Za-z][A-Za-z0-9]{5,31}$/;

/**
 * Username as its owner typed it: case counts (rule 22 of the FAQ). It begins with a letter, so it is never a line.
 *
 * @returns the same text without blanks around it; undefined unless it is 6 to 32 letters and digits of ASCII, a letter first.
 */
export function normaliseUsername(text: string): string | undefined {
  const username = plainText(text);
  return usernameText.test(username) ? username : undefined;
}
