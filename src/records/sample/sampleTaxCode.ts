import { normalisePersonName } from '../../identifiers/personName';
import { checkCharacterOf } from '../../identifiers/taxCode';

/** What a tax code is made of. */
export interface TaxCodeData {
  readonly firstName: string;
  readonly lastName: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: 'F' | 'M';
  /** Code of a town, or of a foreign country (`Z…`). */
  readonly birthPlace: string;
}

const monthLetters = 'ABCDEHLMPRST';
const omocodiaLetters = 'LMNPQRSTUV';
/** In the order in which digits give way to letters: from the right. */
const omocodiaPositions = [14, 13, 12, 10, 9, 7, 6];
const daysAddedForWomen = 40;

/** The tax code of a person, by the rules of D.M. 345 of 23/12/1976. */
export function taxCodeOf(person: TaxCodeData): string {
  const [year = '', month = '', day = ''] = person.birthDate.split('-');
  const dayOfSex = Number(day) + (person.sex === 'F' ? daysAddedForWomen : 0);
  return withCheckCharacter(
    [
      lettersOfSurname(person.lastName),
      lettersOfFirstName(person.firstName),
      year.slice(2),
      monthLetters.charAt(Number(month) - 1),
      String(dayOfSex).padStart(2, '0'),
      person.birthPlace,
    ].join(''),
  );
}

/** The variant of a code in which the last `letters` digits, up to seven, are letters. */
export function omocodiaVariant(taxCode: string, letters: number): string {
  const characters = Array.from(taxCode.slice(0, 15));
  for (const position of omocodiaPositions.slice(0, letters))
    characters[position] = omocodiaLetters.charAt(Number(characters[position]));
  return withCheckCharacter(characters.join(''));
}

function lettersOfSurname(name: string): string {
  const { consonants, vowels } = lettersOf(name);
  return `${consonants}${vowels}XX`.slice(0, 3);
}

function lettersOfFirstName(name: string): string {
  const { consonants } = lettersOf(name);
  if (consonants.length < 4) return lettersOfSurname(name);
  return `${consonants.charAt(0)}${consonants.slice(2, 4)}`;
}

function lettersOf(name: string): { consonants: string; vowels: string } {
  const letters = (normalisePersonName(name) ?? '').toUpperCase();
  return { consonants: letters.replace(/[AEIOU]/g, ''), vowels: letters.replace(/[^AEIOU]/g, '') };
}

function withCheckCharacter(code: string): string {
  return `${code}${checkCharacterOf(code)}`;
}
