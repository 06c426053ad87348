import type { Locale } from '../../workflows/contracts/flow';

const dateLocales: Readonly<Record<Locale, string>> = { it: 'it-IT', en: 'en-GB' };

/** Hour and minute as the clock in Italy shows them. */
export function inItalianClock(time: string, locale: Locale): string {
  return new Intl.DateTimeFormat(dateLocales[locale], { timeStyle: 'short', timeZone: 'Europe/Rome' }).format(
    new Date(time),
  );
}

/** Day and time as in Italy. */
export function inItalianDate(time: string, locale: Locale): string {
  return new Intl.DateTimeFormat(dateLocales[locale], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Rome',
  }).format(new Date(time));
}
