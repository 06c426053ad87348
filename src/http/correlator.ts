import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { correlatorHeader, withCorrelator } from '../observability/correlation';

/** CAMARA's form of a correlation id; one of another form is replaced. */
const correlatorForm = /^[a-zA-Z0-9-_:;./<>{}]{1,256}$/;

/** Takes the caller's `x-correlator` or makes one, echoes it, and runs the request under it. */
export const correlated: RequestHandler = (request, response, next) => {
  const given = request.get(correlatorHeader);
  const correlator = given !== undefined && correlatorForm.test(given) ? given : randomUUID();
  response.locals['correlator'] = correlator;
  response.set(correlatorHeader, correlator);
  withCorrelator(correlator, next);
};
