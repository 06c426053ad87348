import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';

const loopbackAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** @param refusal what callers from other machines are told */
export function fromThisMachine(refusal: string): RequestHandler {
  return (request, response, next) => {
    if (loopbackAddresses.includes(request.socket.remoteAddress ?? '')) next();
    else response.status(403).json({ message: refusal });
  };
}

/** Without it Express would answer with a page that shows a stack. */
export const answerUnusable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (error instanceof z.ZodError) response.status(400).json({ message: z.prettifyError(error) });
  else response.status(status).json({ message: 'The request could not be read.' });
};
