import type { ErrorRequestHandler, Request, Response } from 'express';
import { databaseCodesOf } from '../database/failures';
import { catalogue, type ProblemCode } from '../errors/catalogue';
import { Problem } from '../errors/problem';
import type { RaiseAlarm } from '../observability/alarms';
import type { Logger } from '../observability/logger';
import { locales, type Locale } from '../../workflows/contracts/flow';

/** The caller's preferred language; Italian where it is neither Italian nor English. */
export function localeOf(request: Request): Locale {
  const preferred = request.acceptsLanguages([...locales]);
  return locales.find((locale) => locale === preferred) ?? 'it';
}

/** Logs an error and returns what the caller may know of it, with the reference of its log line. */
export type NoteProblem = (
  error: unknown,
  response: Response,
) => { readonly problem: Problem; readonly supportReference: string };

/** An error that is not a {@link Problem} is a defect: it becomes an `INTERNAL_ERROR`, and raises an alarm. */
export function problemNoter(
  logger: Logger,
  referenceOf: (correlator: string) => string,
  raiseAlarm: RaiseAlarm,
): NoteProblem {
  return (error, response) => {
    const problem = problemOf(error);
    const correlator = response.locals['correlator'] as string;
    const supportReference = problem.supportReference ?? referenceOf(correlator);
    const fields = problem.fields.map(({ pointer, code }) => `${pointer} ${code}`);
    const line = { correlator, problem: problem.code, supportReference, fields };
    if (catalogue[problem.code].status >= 500)
      logger.error({ ...line, cause: kindOf(problem.cause) }, 'request failed');
    else logger.info(line, 'request refused');
    if (problem.code === 'INTERNAL_ERROR') raiseAlarm('requestFailed');
    return { problem, supportReference };
  };
}

/** Answers any error with `application/problem+json` (RFC 9457). */
export function answerProblems(note: NoteProblem): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { problem, supportReference } = note(error, response);
    send(problem, supportReference, request, response);
  };
}

function send(problem: Problem, supportReference: string, request: Request, response: Response): void {
  const locale = localeOf(request);
  const { status } = catalogue[problem.code];
  if (problem.retryAfterSeconds !== undefined) response.set('Retry-After', String(problem.retryAfterSeconds));
  response
    .status(status)
    .set({ 'Content-Language': locale, 'Cache-Control': 'no-store', Vary: 'Accept-Language' })
    .type('application/problem+json')
    .json({
      type: `/problems/${problem.code}`,
      status,
      code: problem.code,
      ...catalogue[problem.code][locale],
      supportReference,
      ...(problem.attemptsLeft !== undefined && { attemptsLeft: problem.attemptsLeft }),
      ...(problem.line !== undefined && { line: problem.line }),
      ...(problem.proofOfWork && { proofOfWork: problem.proofOfWork }),
      ...(problem.fields.length > 0 && {
        errors: problem.fields.map(({ pointer, code }) => ({
          pointer,
          code,
          detail: catalogue[code][locale].detail,
        })),
      }),
    });
}

/** Refusals of Express's parsers by status; any other is `REQUEST_MALFORMED`. */
const parserProblems: Readonly<Record<number, ProblemCode>> = {
  413: 'REQUEST_TOO_LARGE',
  415: 'MEDIA_TYPE_UNSUPPORTED',
};

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof URIError) return new Problem('NOT_FOUND', { cause: error });
  const status = statusOfRefusal(error);
  const code = status === undefined ? 'INTERNAL_ERROR' : (parserProblems[status] ?? 'REQUEST_MALFORMED');
  return new Problem(code, { cause: error });
}

/** Status, 400 to 499, of a parser's refusal: only those errors have `expose`. */
function statusOfRefusal(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('expose' in error) || !('status' in error)) return undefined;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** Name of an error, the database's code and the place; its text may quote data and is left out. */
export function kindOf(cause: unknown): unknown {
  if (!(cause instanceof Error)) return typeof cause;
  return {
    name: cause.name,
    ...databaseCodesOf(cause),
    at: cause.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 5),
  };
}
