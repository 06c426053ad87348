import { plainText } from './typedText';

const isoDate = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/;
/** As Italians write it: the day first. */
const italianDate = /^(?<day>\d{1,2}) ?[./-] ?(?<month>\d{1,2}) ?[./-] ?(?<year>\d{4})$/;
/** Nobody is known to have lived for longer than 122 years. */
const greatestAgeYears = 130;

/**
 * Day of the calendar.
 *
 * @param text `YYYY-MM-DD` or `DD/MM/YYYY`
 * @returns `YYYY-MM-DD`; undefined for a day that the calendar does not have.
 */
export function normaliseDay(text: string): string | undefined {
  const plain = plainText(text).replace(/\p{Pd}/gu, '-');
  const parts = (isoDate.exec(plain) ?? italianDate.exec(plain))?.groups;
  if (!parts) return undefined;
  const { year = '', month = '', day = '' } = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
}

/**
 * Birth date of a living person.
 *
 * @param text `YYYY-MM-DD` or `DD/MM/YYYY`
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
