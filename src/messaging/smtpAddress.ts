import { isIP } from 'node:net';

/** Where and how to reach a mail server, as the transport takes it. */
export interface SmtpAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps`); otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** Nothing is sent unless the link is encrypted. */
  readonly requireTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/**
 * Reads `smtp://[user:password@]host[:port][?requireTLS=true|false]` or the same with `smtps`. Ports: 587 and 465
 * unless given (RFC 6409, RFC 8314). A password never travels in the clear except to the machine itself, unless
 * `requireTLS=false` says so.
 *
 * @throws Error naming the variable and what is wrong, never the address.
 */
export function readSmtpUrl(text: string): SmtpAddress {
  const url = parsed(text);
  const secure = url.protocol === 'smtps:';
  const host = decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '');
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  const asked = url.searchParams.get('requireTLS');
  return {
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTLS: asked === null ? !secure && auth !== undefined && !isLoopback(host) : asked === 'true',
    ...(auth ? { auth } : {}),
  };
}

function parsed(text: string): URL {
  if (!URL.canParse(text)) throw new Error('SMTP_URL is not an address: smtp://user:password@host:587.');
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') {
    throw new Error('SMTP_URL must begin with smtp:// or smtps://.');
  }
  if (!url.hostname) throw new Error('SMTP_URL names no host: smtp://user:password@host:587.');
  const values = url.searchParams.getAll('requireTLS');
  const known = [...url.searchParams.keys()].every((name) => name === 'requireTLS');
  if (!known || values.length > 1 || values.some((value) => value !== 'true' && value !== 'false')) {
    throw new Error('SMTP_URL knows one option: requireTLS=true or requireTLS=false.');
  }
  return url;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
