import type { Request } from 'express';
import { localeOf } from '../http/answerProblem';
import { locales, type Locale } from '../../workflows/contracts/flow';

/** The language of a page: the one chosen by `?lang=`, else the browser's, else Italian. */
export interface Language {
  readonly locale: Locale;
  readonly other: Locale;
  /** Keeps the choice on the next page; empty where the browser chose. */
  readonly query: '' | `?lang=${Locale}`;
}

export function languageOf(request: Request): Language {
  const chosen = locales.find((locale) => locale === request.query['lang']);
  const locale = chosen ?? localeOf(request);
  return { locale, other: locale === 'it' ? 'en' : 'it', query: chosen ? `?lang=${chosen}` : '' };
}

/** The page that is shown, in the other language; what else its address says stays. */
export function inOtherLanguage(request: Request): string {
  const link = new URLSearchParams({ lang: languageOf(request).other });
  for (const [name, value] of Object.entries(request.query))
    if (typeof value === 'string' && name !== 'lang') link.set(name, value);
  return `?${link.toString()}`;
}

/** An address of the portal that keeps the chosen language, with parameters of its own. */
export function linkTo(
  request: Request,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  return linkWith(path, languageOf(request), parameters);
}

/** {@link linkTo} where the language is known; the path may hold parameters already. */
export function linkWith(
  path: string,
  { query }: Language,
  parameters: Readonly<Record<string, string>>,
): string {
  const [place = '', held = ''] = path.split('?');
  const all = new URLSearchParams(query);
  for (const [name, value] of [...new URLSearchParams(held), ...Object.entries(parameters)])
    all.append(name, value);
  return all.size === 0 ? place : `${place}?${all.toString()}`;
}
