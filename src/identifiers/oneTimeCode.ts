const codeText = /^[ -]?(?<before>\d{3})[ -]?(?<after>\d{3})[ -]?$/;

/**
 * A one-time code as somebody types or pastes it.
 *
 * @param text 6 digits; one space or hyphen in the middle, before and behind does not count.
 * @returns 6 digits; undefined for what is no code.
 */
export function normaliseOneTimeCode(text: string): string | undefined {
  const groups = codeText.exec(text)?.groups;
  return groups && `${groups['before'] ?? ''}${groups['after'] ?? ''}`;
}
