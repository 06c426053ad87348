import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import type { ProblemCode } from '../errors/catalogue';
import { sendsNoCookies } from '../http/cookies';
import type { DoneWord } from './forms/form';
import { sampleParameter } from './forms/samples';
import { flowParameter } from './flowCookies';
import { linkTo } from './language';
import { signInPath, stepUpPath } from './paths';

/** Query parameter after a sign-in by a browser that sent no cookie: it may refuse cookies. */
const justSignedIn = 'signed-in';

/** {@link justSignedIn}, for a browser that sent no cookie. */
export function markedIfCookieless(request: Request): Readonly<Record<string, string>> {
  return sendsNoCookies(request) ? { [justSignedIn]: 'now' } : {};
}

/** Where each refusal leads: to the sign-in, or to the page that asks for the password. */
const doors: Readonly<Partial<Record<ProblemCode, string>>> = {
  SESSION_REQUIRED: signInPath,
  SESSION_INVALID: signInPath,
  STEP_UP_REQUIRED: stepUpPath,
};

/**
 * Shows a page that needs a session. A visitor without one is led to the sign-in, or to the password, and back.
 *
 * @param wanted where the visitor returns afterwards; required for a page that received a form
 */
export async function orSignIn(
  request: Request,
  response: Response,
  show: () => Promise<void>,
  wanted: WantedPage = { next: pageAgain(request.path, queryOf(request.originalUrl)) },
): Promise<void> {
  try {
    await show();
  } catch (error) {
    const door = error instanceof Problem ? doors[error.code] : undefined;
    if (door === undefined) throw error;
    response.redirect(303, linkTo(request, door, { ...wanted, ...toldAtDoor(request, error) }));
  }
}

/** Tells a visitor that the session is over; or, right after a sign-in without its cookie, that cookies are needed. */
function toldAtDoor(request: Request, error: unknown): { readonly done?: DoneWord } {
  const isOver = error instanceof Problem && error.code === 'SESSION_INVALID';
  if (isOver) return { done: 'sessionOver' };
  return request.query[justSignedIn] !== undefined && sendsNoCookies(request)
    ? { done: 'cookiesNeeded' }
    : {};
}

export function isAboutSession(error: unknown): boolean {
  return error instanceof Problem && doors[error.code] !== undefined;
}

const pathForm = /^\/[a-z-]+(?:\/[a-z-]+)*$/;

/** Parameters that identify a page: the search, the place in a list, the sample, the flow. */
const keptParameters = ['search', 'cursor', sampleParameter, flowParameter];

/** At most one parameter, `next`. */
export type WantedPage = Readonly<Record<string, string>>;

/** The page that the visitor wanted before; only paths of the portal count. */
export function wantedPage(request: Request): WantedPage {
  const { next } = request.query;
  if (typeof next !== 'string') return {};
  const [path = ''] = next.split('?');
  return pathForm.test(path) ? { next: pageAgain(path, queryOf(next)) } : {};
}

function queryOf(address: string): string {
  return address.split('?')[1] ?? '';
}

/** A page's address with the parameters that identify the page, and no others. */
function pageAgain(path: string, query: string): string {
  const kept = [...new URLSearchParams(query)].filter(([name]) => keptParameters.includes(name));
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept).toString()}`;
}
