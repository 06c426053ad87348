import { Eta } from 'eta';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../../workflows/contracts/flow';

/** Parts of a mail, and the text message. */
const templateForms = ['html', 'text', 'sms'] as const;
type TemplateForm = (typeof templateForms)[number];

/** Templates, compiled; one engine a form, because only HTML is escaped. */
export type MailTemplates = Readonly<Record<TemplateForm, Eta>>;

/**
 * Reads and compiles every template of a folder once, under `@<name of its file without .eta>`; no file is opened when
 * a message is rendered.
 *
 * @throws Error where a file does not compile or is no template.
 */
export function loadMailTemplates(folder = join(__dirname, 'templates')): MailTemplates {
  const templates: MailTemplates = { html: engine(true), text: engine(false), sms: engine(false) };
  for (const file of readdirSync(folder)) {
    const form = templateForms.find((known) => file.endsWith(`.${known}.eta`));
    if (!form) throw new Error(`${file} is no template.`);
    templates[form].loadTemplate(
      `@${file.slice(0, -'.eta'.length)}`,
      readFileSync(join(folder, file), 'utf8'),
    );
  }
  return templates;
}

function engine(autoEscape: boolean): Eta {
  return new Eta({ autoEscape, autoFilter: true, filterFunction: presentValue, autoTrim: false });
}

/** A value that is missing would be printed as "undefined": the message or page must not leave. */
function presentValue(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error('A template names a value that it was not given.');
}

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

const beforeDomain =
  /(?<=[\p{L}\p{N}]{2}\.)(?=[\p{L}\p{N}])|(?<=\.)(?=\p{M}*[\p{L}\p{N}]\p{M}*[\p{L}\p{N}])|(?<=:\/)/gu;

/**
 * A name whose address of a site no mail program makes a link of: `Subito.it S.p.A.` gets a zero-width space behind its
 * first full stop. Companies do have such names, so the records may hold them.
 */
export function withoutLinks(name: string): string {
  return name.replace(beforeDomain, '\u200b');
}
