import { plainText, unwrapped } from './typedText';

const longestName = 100;
/** Letters of any script; between them blanks, full stops, dashes, and what is typed for an apostrophe. */
const nameText = /^[\p{L}\p{M} .\u00b7\p{Pd}'\u0060\u00b4\u2018\u2019\u201b\u2032\uff07]+$/u;
const apostropheLetters = /[\u02b9-\u02bf\u02c8-\u02cb\ua78b\ua78c]/g;
const betweenLetters = /[^\p{L}]/gu;

/** Letters that Unicode does not decompose, each in its simplest spelling of ICAO Doc 9303, part 3, section 6; the last row is not in it. */
const plainSpelling: Readonly<Record<string, string>> = {
  ...{
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ł: 'l',
    ħ: 'h',
    ŧ: 't',
    ŋ: 'n',
    ĸ: 'q',
    ß: 'ss',
    ə: 'e',
  },
  ...{ ɓ: 'b', ɖ: 'd', ɗ: 'd', ɛ: 'e', ƒ: 'f', ǥ: 'g', ɨ: 'i', ƙ: 'k', ɔ: 'o', ʉ: 'u', ƴ: 'y', ƶ: 'z' },
};
const undecomposed = new RegExp(`[${Object.keys(plainSpelling).join('')}]`, 'g');

/** Letters that passports may spell with two (ICAO Doc 9303, part 3, section 6). */
const passportSpelling: Readonly<Record<string, string>> = { ä: 'ae', å: 'aa', ö: 'oe', ø: 'oe', ü: 'ue' };
const respelled = new RegExp(`[${Object.keys(passportSpelling).join('')}]`, 'g');
/** Names with more of these letters have two spellings, all plain or all as in passports. */
const mostMixedLetters = 5;

/**
 * First name or surname in the form in which two spellings of it are compared: letters alone, in lower case, without
 * accents. `D'Angelò  Maria` and `dangelo maria` give the same.
 *
 * @returns the form for comparing, not for showing; undefined for anything but a name.
 */
export function normalisePersonName(text: string): string | undefined {
  const plain = unwrapped(plainText(text));
  if (plain.length > longestName || !nameText.test(plain)) return undefined;
  const upper = lettersAlone(plain).toUpperCase();
  const form = lettersAlone(upper.toLowerCase()).replace(
    undecomposed,
    (letter) => plainSpelling[letter] ?? letter,
  );
  return form === '' ? undefined : form;
}

/**
 * Every form in which the owner of a recorded name may type it: `Jörg` is also `Joerg`, as on the passport. A name that is
 * recorded as `Joerg` stays `joerg` alone, since nothing tells which letters it stands for.
 *
 * @returns forms of {@link normalisePersonName}, the plain one first; none for anything but a name.
 */
export function spellingsOfPersonName(text: string): readonly string[] {
  const lower = unwrapped(plainText(text)).normalize('NFC').toLowerCase();
  const forms = respellings(lower).map(normalisePersonName);
  return [...new Set(forms.filter((form) => form !== undefined))];
}

function respellings(lower: string): readonly string[] {
  const letters = lower.match(respelled)?.length ?? 0;
  if (letters > mostMixedLetters)
    return [lower, lower.replace(respelled, (letter) => passportSpelling[letter] ?? letter)];
  return Array.from(lower).reduce<readonly string[]>(
    (beginnings, letter) => {
      const spelling = passportSpelling[letter];
      const endings = spelling === undefined ? [letter] : [letter, spelling];
      return endings.flatMap((ending) => beginnings.map((beginning) => `${beginning}${ending}`));
    },
    [''],
  );
}

/** Compatibility decomposition (NFKD), with marks, apostrophes, dashes and blanks dropped. */
function lettersAlone(text: string): string {
  return text.normalize('NFKD').replace(apostropheLetters, '').replace(betweenLetters, '');
}

/** Mail programs make a link of a full stop with two letters behind it (`t.me`): every top-level domain has two at least. */
const likeAnAddress = /\.\p{M}*\p{L}\p{M}*\p{L}/u;

/**
 * First name or surname as it is shown, in composed letters (NFC) and with single blanks.
 *
 * @returns undefined for anything but a name, and for what looks like the address of a site.
 */
export function shownPersonName(text: string): string | undefined {
  const plain = unwrapped(plainText(text));
  if (normalisePersonName(plain) === undefined || likeAnAddress.test(plain)) return undefined;
  return plain.normalize('NFC');
}
