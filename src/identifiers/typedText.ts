/** Characters that nobody sees: direction marks, zero-width spaces, soft hyphens, variants of a sign. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** White space of every kind, line breaks included, and the blank of Braille. */
const blanks = /[\p{White_Space}\u2800]+/gu;
/** Dashes and the minus sign, brackets, blanks. */
const separators = /[\p{Pd}\u2212\p{Ps}\p{Pe} ]/gu;
const digitOfAnyScript = /\p{Nd}/gu;

/**
 * What somebody typed or pasted, before the rule of its field: unseen characters are gone, each run of blanks is one
 * space, none is left around the text. Every identifier passes here first; passwords never do.
 */
export function plainText(text: string): string {
  return text.replace(unseen, '').replace(blanks, ' ').trim();
}

/** Quotes, and the `="…"` by which a spreadsheet keeps digits as text. */
const openingQuote = /^(?:="|["\u201c-\u201f\u00ab])/;
const closing = /["\u201c-\u201f\u00bb]?[,;]?$/;

/** The value without the quotes of a table around it, and without a comma or a semicolon behind it. */
export function unwrapped(text: string): string {
  return text.replace(openingQuote, '').replace(closing, '').trim();
}

const fullStop = /\.$/;
/** The mark of Excel before digits that are text; what ends a sentence. */
const codeEdges = /^['\u2018\u2019]|['\u2018\u2019]?\.?$/g;

/**
 * A number or a code without what people put between its characters: dashes, blanks and brackets; and without quotes,
 * a comma, a semicolon or a full stop around it. Wide characters and the digits of other scripts become ASCII.
 */
export function compactText(text: string): string {
  const plain = plainText(text.normalize('NFKC')).replace(fullStop, '');
  return unwrapped(plain)
    .replace(codeEdges, '')
    .replace(separators, '')
    .replace(digitOfAnyScript, asciiDigit);
}

/** Unicode keeps the digits of a script together, from 0 to 9. */
function asciiDigit(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (isDigit(zero - 1)) {
    zero -= 1;
    value += 1;
  }
  return String(value % 10);
}

function isDigit(codePoint: number): boolean {
  return /^\p{Nd}$/u.test(String.fromCodePoint(codePoint));
}

/** A text message marks its code with `#` for browsers. */
const codeText = /^#?(?<digits>\d{6})$/;
/** The end of a text message with a code. */
const endOfMessage = /@[^\s@#]{1,100} #(?<digits>\d{6})$/;

/**
 * A one-time code as somebody types or pastes it, the whole text message included.
 *
 * @param text 6 digits; dashes, blanks and brackets do not count.
 * @returns 6 digits; undefined for anything else.
 */
export function normaliseOneTimeCode(text: string): string | undefined {
  const found = codeText.exec(compactText(text)) ?? endOfMessage.exec(plainText(text));
  return found?.groups?.['digits'];
}

const pukText = /^(?:PUK:?)?(?<digits>\d{8})$/i;

/**
 * PUK of a SIM, as its card shows it.
 *
 * @param text 8 digits; dashes, blanks and brackets do not count, nor does the word `PUK` before them.
 * @returns 8 digits; undefined for anything else.
 */
export function normalisePuk(text: string): string | undefined {
  return pukText.exec(compactText(text))?.groups?.['digits'];
}

/** Readers of cards show 19 digits with the `F` that fills the last half byte. */
const iccidText = /^(?:ICCID:?)?(?<digits>89\d{16,18}(?=$)|89\d{17}(?=F$))/i;

/**
 * Serial number of a SIM (ITU-T E.118).
 *
 * @param text 18 to 20 digits from 89 on; dashes, blanks and brackets do not count, nor does the word `ICCID` before them.
 * @returns the digits; undefined for anything else.
 */
export function normaliseIccid(text: string): string | undefined {
  return iccidText.exec(compactText(text))?.groups?.['digits'];
}

/** The last `visible` characters, the others as dots: enough for an operator to recognise, too little to know. */
export function masked(text: string, visible = 4): string {
  return '•'.repeat(Math.max(0, text.length - visible)) + text.slice(-visible);
}

/** Enough to recognise one's own by: four digits of a line, three characters of a username, which may be short. */
export function maskedAccountName(name: string): string {
  return masked(name, name.startsWith('+') ? 4 : 3);
}
