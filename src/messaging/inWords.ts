import type { Locale } from '../../workflows/contracts/flow';

const regions: Record<Locale, string> = { it: 'it-IT', en: 'en-GB' };

/** Day and minute as the clock in Italy shows them, in words of the language. */
export function inItalianTime(time: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(regions[locale], {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Europe/Rome',
  }).format(time);
}

/** "10 minuti", "1 minute"; what is begun of a minute counts as a whole one. */
export function minutesInWords(minutes: number, locale: Locale): string {
  return new Intl.NumberFormat(regions[locale], {
    style: 'unit',
    unit: 'minute',
    unitDisplay: 'long',
    useGrouping: false,
  }).format(Math.ceil(minutes));
}

/** Control and invisible formatting characters, line breaks among them, could add lines or turn text around. */
export function onOneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}
