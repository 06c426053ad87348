import { urlencoded, type RequestHandler } from 'express';

const largestForm = '16kb';

/** Reads the bodies of plain forms: 16 kB at most, not compressed, no nested names. */
export function formBody(): RequestHandler {
  return urlencoded({ extended: false, limit: largestForm, inflate: false });
}
