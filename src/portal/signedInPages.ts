import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import type { ProblemCode } from '../errors/problemCodes';
import { languageOf } from './language';
import { signInPath } from './paths';

/** Without a session there is nothing to show. */
const signedOut: readonly ProblemCode[] = ['SESSION_REQUIRED', 'SESSION_INVALID'];

/** Shows a page of somebody who is signed in; who is not is led to the sign-in. */
export async function orSignIn(
  request: Request,
  response: Response,
  show: () => Promise<void>,
): Promise<void> {
  try {
    await show();
  } catch (error) {
    if (!(error instanceof Problem) || !signedOut.includes(error.code)) throw error;
    response.redirect(303, signInPath + languageOf(request).query);
  }
}
