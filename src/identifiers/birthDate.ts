const dateText = /^\d{4}-\d{2}-\d{2}$/;
/** Nobody is known to have lived for longer than 122 years. */
const greatestAgeYears = 130;

/**
 * Birth date of a living person.
 *
 * @param text `YYYY-MM-DD`
 * @param today for the future and the greatest age; its date in UTC counts.
 * @returns `YYYY-MM-DD`; undefined for a day that the calendar does not have, the future, or an age over 130 years.
 */
export function normaliseBirthDate(text: string, today: Date = new Date()): string | undefined {
  if (!isDayOfCalendar(text)) return undefined;
  const todayText = today.toISOString().slice(0, 10);
  const earliestYear = today.getUTCFullYear() - greatestAgeYears;
  return text > todayText || text < `${earliestYear}${todayText.slice(4)}` ? undefined : text;
}

/** Whether the calendar has the day `YYYY-MM-DD`. */
export function isDayOfCalendar(date: string): boolean {
  if (!dateText.test(date)) return false;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}
