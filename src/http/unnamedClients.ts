import type { RequestHandler } from 'express';
import ipaddr from 'ipaddr.js';
import type { Origins } from '../limits/origins';
import type { RaiseAlarm } from '../observability/alarms';

const ownRanges = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];
const quietMs = 3_600_000;

/**
 * Raises an alarm, once an hour, where a proxy forwards requests and nothing names the client: its own address then stands for
 * all customers, and they wait for each other. Either `TRUSTED_PROXIES` lacks the proxy, or a proxy before it is not passed on.
 */
export function watchForUnnamedClients(
  origins: Origins,
  raiseAlarm: RaiseAlarm,
  now: () => Date,
): RequestHandler {
  let quietUntil = 0;
  return (request, _response, next) => {
    const isForwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
    const time = now().getTime();
    if (
      isForwarded !== undefined &&
      time >= quietUntil &&
      isOwn(request.ip) &&
      origins.factorOf(request.ip) === undefined
    ) {
      quietUntil = time + quietMs;
      raiseAlarm('clientsUnnamed');
    }
    next();
  };
}

function isOwn(address: string | undefined): boolean {
  return (
    address !== undefined && ipaddr.isValid(address) && ownRanges.includes(ipaddr.process(address).range())
  );
}
