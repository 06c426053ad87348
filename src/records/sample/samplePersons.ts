import type { Random } from './random';
import { omocodiaVariant, taxCodeOf, type TaxCodeData } from './sampleTaxCode';

export interface SamplePerson extends TaxCodeData {
  readonly taxCode: string;
}

const women = ['Chiara', 'Maria Teresa', 'Anna-Maria', 'Zoè', 'Ilaria', 'Eva'] as const;
const men = ['Mario', 'Niccolò', 'Gian Luca', 'Pier-Paolo', 'Giosuè', 'Ivo', 'Alessandro'] as const;
const surnames = [
  'Esempio',
  "D'Esempio",
  'De Prova',
  'Dell’Esempio',
  'Provà',
  'Fittizi',
  'Esempio-Fittizi',
  'Della Prova',
  'Modellì',
  'Fo Esempio',
] as const;
const towns = ['H501', 'F205', 'L219', 'F839', 'G273', 'D612', 'A944', 'M423'] as const;
/** First names of women and men, surnames, and the code of a country. */
const foreign = [
  {
    women: ['Zoë', 'Käthe'],
    men: ['Jürgen', 'Björn'],
    surnames: ['Müstermann', 'Beispielß'],
    country: 'Z112',
  },
  {
    women: ['Łucja', 'Małgorzata'],
    men: ['Łukasz', 'Paweł'],
    surnames: ['Przykładowa', 'Przykład'],
    country: 'Z127',
  },
  {
    women: ['Ioana', 'Mădălina'],
    men: ['Ștefan', 'Ion'],
    surnames: ['Exemplu', 'Țexemplu'],
    country: 'Z129',
  },
  {
    women: ['Aya', 'Fatima Zahra'],
    men: ['Mehdi', 'Omar'],
    surnames: ['El Exemple', 'Ben Exemple'],
    country: 'Z330',
  },
  { women: ['Hồng', 'Li'], men: ['Yi', 'Wu'], surnames: ['Nguyễn Thí', 'Yu'], country: 'Z251' },
] as const;

/** A fictional person; one in five born abroad, one in ten with an omocodia variant for tax code. */
export function samplePerson(random: Random): SamplePerson {
  const data = random.happens(20) ? bornAbroad(random) : bornInItaly(random);
  const code = taxCodeOf(data);
  return { ...data, taxCode: random.happens(10) ? omocodiaVariant(code, random.integer(1, 7)) : code };
}

function bornInItaly(random: Random): TaxCodeData {
  const sex = random.oneOf(['F', 'M']);
  return {
    firstName: random.oneOf(sex === 'F' ? women : men),
    lastName: random.oneOf(surnames),
    birthDate: random.day(1945, 2002),
    sex,
    birthPlace: random.oneOf(towns),
  };
}

function bornAbroad(random: Random): TaxCodeData {
  const sex = random.oneOf(['F', 'M']);
  const origin = random.oneOf(foreign);
  return {
    firstName: random.oneOf(sex === 'F' ? origin.women : origin.men),
    lastName: random.oneOf(origin.surnames),
    birthDate: random.day(1945, 2002),
    sex,
    birthPlace: origin.country,
  };
}
