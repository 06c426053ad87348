import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import express, { type RequestHandler, urlencoded } from 'express';
import { Problem } from '../errors/problem';
import { correlatorHeader, withCorrelator } from '../observability/correlation';
import type { Origins } from '../limits/origins';
import type { Logger } from '../observability/logger';
import type { Metrics } from '../observability/metrics';
import { subscriberNetwork } from './caller';
import { SharedPlaces } from './sharedPlaces';

/** CAMARA's form of a correlation id; one of another form is replaced, and CAMARA's API refuses it besides. */
const correlatorForm = /^[a-zA-Z0-9-_:;./<>{}]{1,256}$/;

/** Takes the caller's `x-correlator` or makes one, echoes it, and runs the request under it. */
export const correlated: RequestHandler = (request, response, next) => {
  const given = request.get(correlatorHeader);
  const correlator = given !== undefined && correlatorForm.test(given) ? given : randomUUID();
  response.locals['correlator'] = correlator;
  response.set(correlatorHeader, correlator);
  withCorrelator(correlator, next);
};

/** One log line a request: method, declared route (never the requested path), status and time. */
export function accessLog(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      const ms = performance.now() - started;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.requestSeconds.observe({ method: request.method, route, status }, ms / 1_000);
      const correlator = response.locals['correlator'] as string;
      logger.info({ correlator, method: request.method, route, status, ms: Math.round(ms) }, 'request');
    });
    next();
  };
}

const largestBody = '16kb';

/**
 * Reads JSON bodies: 16 kB at most, not compressed, in UTF-8. Invalid UTF-8 is refused: each wrong byte
 * would become the same replacement character, and two different texts one.
 */
export function jsonBody(): RequestHandler {
  const read: RequestHandler = express.json({
    limit: largestBody,
    inflate: false,
    type: 'application/json',
    verify: refuseOtherText,
  });
  return (request, response, next) => {
    nameCharset(request.headers);
    read(request, response, next);
  };
}

const otherNameOfUtf8 = /;\s*charset="?utf8"?/i;

/** Many clients write `utf8`, which is not the registered name. */
function nameCharset(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'];
  if (type !== undefined) headers['content-type'] = type.replace(otherNameOfUtf8, '; charset=utf-8');
}

function refuseOtherText(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw new Problem('MEDIA_TYPE_UNSUPPORTED');
  if (!isUtf8(body)) throw new Problem('REQUEST_MALFORMED');
}

const largestForm = '16kb';

/** Reads the bodies of plain forms: 16 kB at most, not compressed, no nested names. */
export function formBody(): RequestHandler {
  return urlencoded({ extended: false, limit: largestForm, inflate: false });
}

/**
 * At most `limit` requests at once, and of one network a share; further ones get a 503 at once, so that the others stay
 * quick. It comes after the bodies are read, so that slow senders take no place.
 */
export function requestGate(limit: number, origins: Origins, onShed: () => void): RequestHandler {
  const places = new SharedPlaces(limit);
  return (request, response, next) => {
    const giveBack = places.take(subscriberNetwork(request.ip), origins.factorOf(request.ip));
    if (!giveBack) {
      onShed();
      throw new Problem('OVERLOADED', { retryAfterSeconds: 2 });
    }
    response.once('close', giveBack);
    next();
  };
}
