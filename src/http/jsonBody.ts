import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import express, { type RequestHandler } from 'express';
import { Problem } from '../errors/problem';

const largestBody = '16kb';

/**
 * Reads JSON bodies: 16 kB at most, not compressed, in UTF-8. Bytes that are no UTF-8 are refused, since each of them
 * would be read as the same replacement character, and two texts would become one.
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

/** `utf8` is not the registered name, and what many clients write. */
function nameCharset(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'];
  if (type !== undefined) headers['content-type'] = type.replace(otherNameOfUtf8, '; charset=utf-8');
}

function refuseOtherText(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw new Problem('MEDIA_TYPE_UNSUPPORTED');
  if (!isUtf8(body)) throw new Problem('REQUEST_MALFORMED');
}
