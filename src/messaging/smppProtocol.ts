import { errors } from 'smpp';
import { MessageDelayed, MessageRefused } from './channel';

/** Where a message centre is, and as whom to bind. */
export interface SmppAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`ssmpp`). */
  readonly tls: boolean;
  readonly systemId: string;
  readonly password: string;
}

/** An address of SMPP with the type of number and the numbering plan it is written in (SMPP 3.4, 5.2.5 and 5.2.6). */
export interface NumberedAddress {
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

const example = 'smpp://system:password@host:2775';

/**
 * Reads `smpp://system:password@host[:port]`, or the same with `ssmpp` for TLS. Ports: 2775 and 3550 unless given.
 *
 * @throws Error naming the variable and what is wrong, never the address.
 */
export function readSmppUrl(text: string): SmppAddress {
  if (!URL.canParse(text)) throw new Error(`SMPP_URL is not an address: ${example}.`);
  const url = new URL(text);
  const tls = url.protocol === 'ssmpp:';
  if (!tls && url.protocol !== 'smpp:') throw new Error('SMPP_URL must begin with smpp:// or ssmpp://.');
  if (!url.hostname || !url.username) throw new Error(`SMPP_URL names no host or no system: ${example}.`);
  if (url.search || url.hash || (url.pathname && url.pathname !== '/'))
    throw new Error('SMPP_URL ends with host and port: percent-encode "/", "?" and "#" of a password.');
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : tls ? 3550 : 2775,
    tls,
    systemId: asciiOf(url.username),
    password: asciiOf(url.password),
  };
}

/** SMPP carries both as ASCII that ends with a zero. */
function asciiOf(encoded: string): string {
  const text = decodeURIComponent(encoded);
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Error('SMPP_URL: system and password are ASCII.');
  return text;
}

/** A number in E.164: international, in the numbering plan of telephones, without "+". */
export function internationalNumber(e164: string): NumberedAddress {
  return { ton: 1, npi: 1, address: e164.slice(1) };
}

/** @param sender a name of at most 11 characters, or a number in E.164. */
export function senderAddress(sender: string): NumberedAddress {
  return sender.startsWith('+') ? internationalNumber(sender) : { ton: 5, npi: 0, address: sender };
}

const namesByStatus = new Map(Object.entries(errors).map(([name, status]) => [status, name]));

/** What speaks of this destination or this message, and would be said again. */
const refusals: readonly string[] = [
  'ESME_RINVMSGLEN',
  'ESME_RINVDSTADR',
  'ESME_RX_P_APPN',
  'ESME_RX_R_APPN',
  'ESME_RDELIVERYFAILURE',
];

const requestsToSlowDown: readonly string[] = ['ESME_RTHROTTLED', 'ESME_RMSGQFUL'];

/** Errors that do not tell whether the message was taken before they happened. */
const openOutcomes: readonly string[] = ['ESME_RSYSERR', 'ESME_RUNKNOWNERR'];

/** The status' name in SMPP 3.4 (5.1.3); a provider's own as a hexadecimal number. */
export function statusName(status: number): string {
  return namesByStatus.get(status) ?? `0x${status.toString(16).padStart(8, '0')}`;
}

/** Whether the provider asks for fewer messages. */
export function asksToSlowDown(status: number): boolean {
  return requestsToSlowDown.includes(statusName(status));
}

/**
 * Sorts the status of an answer to `submit_sm` into the two kinds that a channel knows. What is wrong with the link, the sign-in,
 * the sender or a field that is the same for every message is ours to repair: the message waits.
 *
 * @param completesMessage whether the segment was the last one of its message.
 */
export function messageErrorFromStatus(
  status: number,
  completesMessage: boolean,
): MessageDelayed | MessageRefused {
  const name = statusName(status);
  if (refusals.includes(name)) return new MessageRefused(name);
  const open = openOutcomes.includes(name) || !namesByStatus.has(status);
  return new MessageDelayed(name, open && completesMessage);
}
