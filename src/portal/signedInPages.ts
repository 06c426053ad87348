import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import type { ProblemCode } from '../errors/problemCodes';
import { sendsNoCookies } from '../http/cookies';
import type { DoneWord } from './forms/form';
import { sampleParameter } from './forms/samples';
import { flowParameter } from './flowCookies';
import { linkTo } from './language';
import { signInPath, stepUpPath } from './paths';

/** In the address behind a sign-in by a browser that had sent no cookie: it may keep none. */
const justSignedIn = 'signed-in';

/** {@link justSignedIn}, where it has to be seen. */
export function markedIfCookieless(request: Request): Readonly<Record<string, string>> {
  return sendsNoCookies(request) ? { [justSignedIn]: 'now' } : {};
}

/** Without a session there is nothing to show; without a password typed recently, nothing to change. */
const doors: Readonly<Partial<Record<ProblemCode, string>>> = {
  SESSION_REQUIRED: signInPath,
  SESSION_INVALID: signInPath,
  STEP_UP_REQUIRED: stepUpPath,
};

/**
 * Shows a page of somebody who is signed in; who is not is led to the sign-in, or to the password, and back.
 *
 * @param wanted where one is led back to; a page that was sent a form names it
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

/** Who was signed in is told that this is over, and who has just signed in without keeping the cookie that it is needed. */
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

/** What one was looking for, and where in a list one was. */
const keptParameters = ['search', 'cursor', sampleParameter, flowParameter];

/** At most one parameter, `next`. */
export type WantedPage = Readonly<Record<string, string>>;

/** The page of the portal that one wanted before; nothing that leads elsewhere is one. */
export function wantedPage(request: Request): WantedPage {
  const { next } = request.query;
  if (typeof next !== 'string') return {};
  const [path = ''] = next.split('?');
  return pathForm.test(path) ? { next: pageAgain(path, queryOf(next)) } : {};
}

function queryOf(address: string): string {
  return address.split('?')[1] ?? '';
}

/** A page's address, with those of its parameters alone that make it the page that it was. */
function pageAgain(path: string, query: string): string {
  const kept = [...new URLSearchParams(query)].filter(([name]) => keptParameters.includes(name));
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept).toString()}`;
}
