import { join } from 'node:path';
import type { Request, Response } from 'express';
import { catalogue, type ProblemCode } from '../errors/catalogue';
import { hasHostCookie } from '../http/cookies';
import { loadMailTemplates } from '../messaging/mailTemplates';
import type { Problem } from '../errors/problem';
import { assetAddresses, type AssetAddresses } from './assets';
import { inItalianClock, inItalianDate } from './clock';
import { inOtherLanguage, languageOf, type Language } from './language';
import type { PageData } from './pageData';
import { activationPath, findablePaths } from './paths';
import { pageEntryOf } from './problemTexts';
import { pageTexts, type PageTexts } from './texts';
import type { PageNotice } from './words/problems';

/** What went wrong, as the page says it. */
export interface PageProblem {
  readonly code: ProblemCode | PageNotice;
  /** Id of the field; absent for a problem of the whole page. */
  readonly field?: string;
  readonly retryAfterSeconds?: number | undefined;
}

type PageName = keyof PageData;

/** A page: the name of its template, and what that template is given. */
export type Page = {
  [Name in PageName]: {
    readonly name: Name;
    readonly data: PageData[Name];
    readonly problems?: readonly PageProblem[];
    /** By which the support desk finds the flow or the log line. */
    readonly supportReference?: string;
  };
}[PageName];

/** A problem in the reader's words. @public */
export interface ToldProblem {
  readonly title: string;
  readonly detail: string;
  readonly field: string | undefined;
  /** When to try again; empty where that is at once. */
  readonly retry: string;
  readonly isOurs: boolean;
  readonly status: number;
}

/** What a template reads as `it`: a test type-checks every template against it. @public */
export interface Shown<Name extends PageName = PageName> {
  readonly data: PageData[Name];
  readonly problems: readonly ToldProblem[];
  /** The first of them. */
  readonly problem: ToldProblem | undefined;
  readonly supportReference: string;
  readonly language: Language;
  readonly otherLanguage: string;
  readonly say: PageTexts;
  readonly assets: AssetAddresses;
  readonly isSignedIn: boolean;
  readonly isAnswer: boolean;
  readonly isFindable: boolean;
  /** Notice about what the previous page did. */
  readonly done: string;
}

/** Shorter waits are over once the page is read. */
const leastToldSeconds = 60;
const halfADaySeconds = 43_200;

const templates = loadMailTemplates(join(__dirname, 'templates')).html;

/** Renders a page in the visitor's language and sends it, with the status of its first problem or 200. */
export function sendPage(request: Request, response: Response, page: Page): void {
  const language = languageOf(request);
  const { name, data, problems = [], supportReference = '' } = page;
  const place = request.path.startsWith(activationPath) ? 'link' : 'portal';
  const told = problems.map(({ code, field, retryAfterSeconds }): ToldProblem => {
    const entry = pageEntryOf(code, place, field);
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
    const retry = retryOf(language, retryAfterSeconds);
    return { ...entry[language.locale], field, retry, isOurs: entry.status >= 500, status: entry.status };
  });
  const [problem] = told;
  const shown: Shown = {
    ...{ data, supportReference, language },
    otherLanguage: inOtherLanguage(request),
    say: pageTexts[language.locale],
    assets: assetAddresses,
    isSignedIn: hasHostCookie(request, 'session'),
    isAnswer: request.method === 'POST',
    isFindable: findablePaths.includes(request.path) && problems.length === 0,
    done: doneWordOf(request, language),
    problems: told,
    problem,
  };
  const html = templates.render(`@${name}.html`, shown);
  response
    .status(problem?.status ?? 200)
    .set('Content-Language', language.locale)
    .type('html')
    .send(html);
}

/** When to try again; empty where that is at once. */
function retryOf({ locale }: Language, seconds = 0): string {
  if (seconds < leastToldSeconds) return '';
  const { retryFromClock, retryFromDate, italianTime } = pageTexts[locale].flow;
  const at = new Date(Date.now() + seconds * 1_000).toISOString();
  const from =
    seconds < halfADaySeconds
      ? `${retryFromClock} ${inItalianClock(at, locale)}`
      : `${retryFromDate} ${inItalianDate(at, locale)}`;
  return `${from} ${italianTime}`;
}

/** Notice about what the previous page did. */
function doneWordOf(request: Request, { locale }: Language): string {
  const words: Readonly<Record<string, string>> = pageTexts[locale].doneWords;
  const { done } = request.query;
  return typeof done === 'string' && Object.hasOwn(words, done) ? (words[done] ?? '') : '';
}

/** Whether a failed request may have taken effect: it is then repeated with the same key. */
export function isOutcomeUnknown({ code }: Problem): boolean {
  return catalogue[code].status >= 500;
}
