import type { Request, RequestHandler } from 'express';
import { Problem } from '../errors/problem';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a change that a page of another origin asked for. The browser tells who asks: by `Sec-Fetch-Site`, which no script
 * can set, or, where it is too old for that, by `Origin`. What sends neither is no browser, and carries nobody's cookies.
 *
 * @param publicOrigin origin of the pages, from the configuration
 * @throws Problem `ORIGIN_REFUSED`
 */
export function refuseOtherOrigin(request: Request, publicOrigin: string): void {
  const site = request.get('Sec-Fetch-Site');
  const origin = request.get('Origin');
  const isOurs = site === undefined ? origin === undefined || origin === publicOrigin : isAskedByUs(site);
  if (!safeMethods.includes(request.method) && !isOurs) throw new Problem('ORIGIN_REFUSED');
}

/**
 * Refuses a visit that a page of another site brought about, where a visit has an effect.
 *
 * @throws Problem `ORIGIN_REFUSED`
 */
export function refuseForeignVisit(request: Request): void {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined && !isAskedByUs(site)) throw new Problem('ORIGIN_REFUSED');
}

/** {@link refuseOtherOrigin} for every request that comes by. */
export function sameOriginOnly(publicOrigin: string): RequestHandler {
  return (request, _response, next) => {
    refuseOtherOrigin(request, publicOrigin);
    next();
  };
}

/** `none`: the person did it, by a reload for instance; no page can bring that about. */
function isAskedByUs(site: string): boolean {
  return site === 'same-origin' || site === 'none';
}
