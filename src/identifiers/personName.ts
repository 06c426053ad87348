const longestName = 100;
/** Letters of any script; between them spaces, full stops, apostrophes and hyphens, typed or typographic. */
const nameText = /^[\p{L}\p{M} \u00a0.'\u2018\u2019\u00b4`\-\u2010\u2011\u2013]+$/u;
const apostropheLetters = /[\u02b9-\u02bc]/g;
const betweenLetters = /[^\p{L}]/gu;
/** Letters that Unicode does not decompose, spelled as in passports, simplified (ICAO Doc 9303, part 3, section 6). */
const plainSpelling: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
};
const undecomposed = new RegExp(`[${Object.keys(plainSpelling).join('')}]`, 'g');

/**
 * First name or surname in the form in which two spellings of it are compared: letters alone, in lower case, without
 * accents. `D'Angelò  Maria` and `dangelo maria` give the same.
 *
 * @returns the form for comparing, not for showing; undefined for what is no name.
 */
export function normalisePersonName(text: string): string | undefined {
  if (text.length > longestName || !nameText.test(text)) return undefined;
  const upper = lettersAlone(text).toUpperCase();
  const form = lettersAlone(upper.toLowerCase()).replace(
    undecomposed,
    (letter) => plainSpelling[letter] ?? letter,
  );
  return form === '' ? undefined : form;
}

/** Compatibility decomposition (NFKD), with marks, apostrophes, hyphens and spaces dropped. */
function lettersAlone(text: string): string {
  return text.normalize('NFKD').replace(apostropheLetters, '').replace(betweenLetters, '');
}

/** Mail programs make links of it: a name that goes into somebody's mail must hold none. */
const likeAnAddress = /\p{L}{2}\.\p{L}{2}/u;

/**
 * First name or surname as it is shown, in composed letters (NFC) and with single blanks.
 *
 * @returns undefined for what is no name, or looks like the address of a site.
 */
export function shownPersonName(text: string): string | undefined {
  if (normalisePersonName(text) === undefined || likeAnAddress.test(text)) return undefined;
  return text
    .normalize('NFC')
    .replace(/[ \u00a0]+/g, ' ')
    .trim();
}
