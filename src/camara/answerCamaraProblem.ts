import type { ErrorRequestHandler, Response } from 'express';
import type { ProblemCode } from '../errors/catalogue';
import { kindOf, type NoteProblem } from '../http/answerProblem';
import type { Logger } from '../observability/logger';
import { camaraErrors, CamaraProblem, type CamaraCode } from './camaraProblem';

/** What the parts that every call shares refuse with, in CAMARA's terms. */
const camaraCodes: Readonly<Partial<Record<ProblemCode, CamaraCode>>> = {
  REQUEST_MALFORMED: 'INVALID_ARGUMENT',
  REQUEST_INVALID: 'INVALID_ARGUMENT',
  REQUEST_TOO_LARGE: 'INVALID_ARGUMENT',
  MEDIA_TYPE_UNSUPPORTED: 'UNSUPPORTED_MEDIA_TYPE',
  NOT_FOUND: 'NOT_FOUND',
  METHOD_NOT_ALLOWED: 'METHOD_NOT_ALLOWED',
  OVERLOADED: 'UNAVAILABLE',
  TEMPORARILY_UNAVAILABLE: 'UNAVAILABLE',
};

/** Answers every error in CAMARA's form, never as problem+json; an unexpected one is `INTERNAL` without a cause. */
export function answerCamaraProblems(logger: Logger, note: NoteProblem): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof CamaraProblem) {
      log(logger, error, response);
      send(error, response);
      return;
    }
    const { problem } = note(error, response);
    const { retryAfterSeconds } = problem;
    send(new CamaraProblem(camaraCodes[problem.code] ?? 'INTERNAL', { retryAfterSeconds }), response);
  };
}

function log(logger: Logger, { code, cause }: CamaraProblem, response: Response): void {
  const line = { correlator: response.locals['correlator'] as string, problem: code };
  if (camaraErrors[code].status >= 500) logger.error({ ...line, cause: kindOf(cause) }, 'request failed');
  else logger.info(line, 'request refused');
}

function send({ code, retryAfterSeconds }: CamaraProblem, response: Response): void {
  const { status, message } = camaraErrors[code];
  if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
  response.status(status).set('Cache-Control', 'no-store').json({ status, code, message });
}
