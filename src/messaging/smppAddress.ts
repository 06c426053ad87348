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
