import type { RequestHandler } from 'express';
import { Problem } from '../errors/problem';

/**
 * At most `limit` requests at once; what is over it is shed at once with a 503, so that those within it stay quick. It
 * stands behind the reading of bodies, so that slow senders hold no place.
 */
export function requestGate(limit: number, onShed: () => void): RequestHandler {
  let inFlight = 0;
  return (_request, response, next) => {
    if (inFlight >= limit) {
      onShed();
      throw new Problem('OVERLOADED', { retryAfterSeconds: 2 });
    }
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
    next();
  };
}
