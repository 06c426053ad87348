import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { plainText, unwrapped } from './typedText';

/** RFC 5321, section 4.5.3.1: octets of the part before the @, and of a path without its brackets. */
const longestLocalPart = 64;
const longestAddress = 254;
const domainText = /^[\p{L}\p{M}\p{N}.-]+$/u;
const topLevelName = /\.[a-z][a-z0-9-]*[a-z0-9]$/;
/** What a browser copies of a link to an address. */
const linkScheme = /^mailto:/i;
const linkParameters = /\?subject=.*$/i;
/** Phones set these in place of what is on the key; no mailbox that we write to has them. */
const curvedApostrophe = /[\u2018\u2019\u02bc\u00b4\u2032]/g;
const dashes = /\p{Pd}/gu;
const misplacedDot = /^\.|\.\.|\.$/;

/**
 * E-mail address, bare: no display name, no list, no quoting, no control characters.
 *
 * @param text blanks around it do not count.
 * @returns the address with its domain in lower case (an international one in its ASCII form) and its local part as
 *   given; undefined for anything that mail cannot be sent to.
 */
export function normaliseEmailAddress(text: string): string | undefined {
  const plain = typedAddress(text);
  if (plain.length > longestAddress) return undefined;
  const [local, domain, ...more] = plain.split('@');
  if (!local || !domain || more.length > 0) return undefined;
  if (local.length > longestLocalPart || misplacedDot.test(local) || !domainText.test(domain))
    return undefined;
  const address = `${local}@${domainToASCII(domain)}`;
  if (address.length > longestAddress || !topLevelName.test(address)) return undefined;
  return z.regexes.html5Email.test(address) ? address : undefined;
}

function typedAddress(text: string): string {
  const plain = plainText(text).replace(curvedApostrophe, "'").replace(dashes, '-').normalize('NFKC');
  return unwrapped(plain).replace(linkScheme, '').replace(linkParameters, '').replace(/\.$/, '');
}

/**
 * An address in the form in which two spellings of it are compared: mail servers tell no two mailboxes apart by case.
 *
 * @returns the form for comparing, not for sending; undefined for anything that mail cannot be sent to.
 */
export function comparableEmailAddress(text: string): string | undefined {
  return normaliseEmailAddress(text)?.toLowerCase();
}
