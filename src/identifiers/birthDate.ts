import { plainText, unwrapped } from './typedText';

const isoDate = /^(?<year>\d{4})(?<sign>[-/.])(?<month>\d{2})\k<sign>(?<day>\d{2})$/;
/** As Italians write it: the day first, the month as a number or by its name. */
const italianDate =
  /^(?<day>\d{1,2})[o\u00b0]?(?: ?[./-] ?| )(?<month>\d{1,2}|\p{L}{3,9})(?: ?[./-] ?| )(?<year>\d{4})$/u;
const monthNames = [
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'january february march april may june july august september october november december',
].map((names) => names.split(' '));
/** What a table or a database writes behind a day. */
const midnight = /[T ]0?0[:.]00(?:[:.]00(?:\.0{1,9})?)?Z?$/;
/** Nobody is known to have lived for longer than 122 years. */
const greatestAgeYears = 130;

/**
 * Day of the calendar.
 *
 * @param text `YYYY-MM-DD`, `DD/MM/YYYY` or `D month YYYY`
 * @returns `YYYY-MM-DD`; undefined for a day that the calendar does not have.
 */
export function normaliseDay(text: string): string | undefined {
  const plain = unwrapped(plainText(text.normalize('NFKC')))
    .replace(/\p{Pd}/gu, '-')
    .replace(midnight, '');
  const parts = (isoDate.exec(plain) ?? italianDate.exec(plain))?.groups;
  if (!parts) return undefined;
  const { year = '', month = '', day = '' } = parts;
  const date = `${year}-${monthNumber(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
}

/** Of a number, itself; of a name or its first three letters, the month; else no month. */
function monthNumber(month: string): string {
  if (/^\d/.test(month)) return month;
  const lower = month.toLowerCase();
  const isMonth = (name: string) => name === lower || name.slice(0, 3) === lower;
  const place = Math.max(...monthNames.map((names) => names.findIndex(isMonth)));
  return String(place + 1);
}

/**
 * Birth date of a living person.
 *
 * @param text `YYYY-MM-DD`, `DD/MM/YYYY` or `D month YYYY`
 * @param today for the future and the greatest age; its date in UTC counts.
 * @returns `YYYY-MM-DD`; undefined for a day that the calendar does not have, the future, or an age over 130 years.
 */
export function normaliseBirthDate(text: string, today: Date = new Date()): string | undefined {
  const date = normaliseDay(text);
  if (date === undefined) return undefined;
  const todayText = today.toISOString().slice(0, 10);
  const earliestYear = today.getUTCFullYear() - greatestAgeYears;
  return date > todayText || date < `${earliestYear}${todayText.slice(4)}` ? undefined : date;
}
