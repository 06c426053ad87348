import ipaddr from 'ipaddr.js';
import type { Request, RequestHandler } from 'express';
import { Problem } from '../errors/problem';

const bearerForm = /^Bearer +(?<token>\S+)$/i;

/** The token of `Authorization: Bearer` (RFC 6750, 2.1), if there is one. */
export function bearerToken(request: Request): string | undefined {
  return bearerForm.exec(request.get('Authorization') ?? '')?.groups?.['token'];
}

/** How much of an IPv6 address belongs to one subscriber: the first 64 bits. */
const subscriberBits = 64;

/**
 * The network that a request came from: an IPv4 address, or the first 64 bits of an IPv6 one, since one subscriber has
 * all addresses below it.
 */
export function subscriberNetwork(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${subscriberBits}`).toString();
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a change requested by a page of another origin. The browser names the origin by `Sec-Fetch-Site`, which no script
 * can set, or, in old browsers, by `Origin`. A client that sends neither is no browser and has no cookies.
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
 * Refuses a visit caused by a page of another site, for addresses where a visit has an effect.
 *
 * @throws Problem `ORIGIN_REFUSED`
 */
export function refuseForeignVisit(request: Request): void {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined && !isAskedByUs(site)) throw new Problem('ORIGIN_REFUSED');
}

/** {@link refuseOtherOrigin} for every request. */
export function sameOriginOnly(publicOrigin: string): RequestHandler {
  return (request, _response, next) => {
    refuseOtherOrigin(request, publicOrigin);
    next();
  };
}

/** `none`: the person did it, for instance by a reload; no page can cause that. */
function isAskedByUs(site: string): boolean {
  return site === 'same-origin' || site === 'none';
}
