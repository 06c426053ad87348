import { Readable } from 'node:stream';
import { isIP } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import { normaliseEmailAddress } from '../identifiers/emailAddress';
import {
  checkMessageId,
  defaultSendDeadlineMs,
  MessageDelayed,
  MessageRefused,
  type MailChannel,
  type MailMessage,
} from './channel';

export interface SmtpChannelOptions {
  /** `SMTP_URL`; see {@link readSmtpUrl}. */
  readonly smtpUrl: string;
  /** `MAIL_FROM`: `Name <address>`. */
  readonly from: string;
  /** Most connections at once; further messages queue. */
  readonly maxConnections?: number;
  /** From the hand-over to the provider's answer, queueing included. */
  readonly sendDeadlineMs?: number;
}

const connectTimeoutMs = 5_000;

/**
 * Mail over SMTP, with a pool of connections that are opened when needed. Every step has a time limit, and the
 * transport opens neither files nor addresses on a message's behalf.
 *
 * @throws Error where `smtpUrl` or `from` are not usable.
 */
export function createSmtpChannel(options: SmtpChannelOptions): MailChannel {
  const deadlineMs = options.sendDeadlineMs ?? defaultSendDeadlineMs;
  const from = senderFrom(options.from);
  const wholeMessageSent = new WeakSet<AbortSignal>();
  const transport = openTransport(options, deadlineMs, wholeMessageSent);
  let probing: Promise<boolean> | undefined;

  return {
    async send(message) {
      const to = normaliseEmailAddress(message.to);
      if (!to) throw new MessageRefused('not a mailbox');
      checkMessageId(message.messageId);
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        await transport.sendMail({ ...mailOf(message, to, from), signal });
      } catch (failure) {
        throw messageErrorFrom(failure, wholeMessageSent.has(signal));
      }
    },
    probe() {
      probing ??= transport
        .verify()
        .catch(() => false)
        .finally(() => {
          probing = undefined;
        });
      return probing;
    },
    close() {
      transport.close();
    },
  };
}

interface Sender {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

function senderFrom(text: string): Sender {
  const [sender, ...others] = addressparser(text, { flatten: true });
  const address = sender && others.length === 0 ? normaliseEmailAddress(sender.address) : undefined;
  const domain = address?.split('@')[1];
  if (!sender || !address || !domain) throw new Error('MAIL_FROM must be one address: Name <name@domain>.');
  return { name: sender.name, address, domain };
}

function openTransport(
  options: SmtpChannelOptions,
  deadlineMs: number,
  wholeMessageSent: WeakSet<AbortSignal>,
) {
  const transport = createTransport({
    ...readSmtpUrl(options.smtpUrl),
    pool: true,
    maxConnections: options.maxConnections ?? 4,
    maxRequeues: 1,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: deadlineMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { signal } = mail.data;
    mail.message.processFunc((input) =>
      Readable.from(
        passedOn(input, () => {
          if (signal) wholeMessageSent.add(signal);
        }),
      ),
    );
    done();
  });
  return transport;
}

/** Hands on what `input` gives, one chunk at a time as it is asked for, and tells when all of it was. */
async function* passedOn(input: AsyncIterable<unknown>, allPassedOn: () => void) {
  for await (const chunk of input) yield chunk;
  allPassedOn();
}

function mailOf(message: MailMessage, to: string, from: Sender): SendMailOptions {
  return {
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    envelope: { from: from.address, to: [to] },
    messageId: `<${message.messageId}@${from.domain}>`,
    subject: message.subject,
    text: message.text,
    html: message.html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': message.language,
    },
  };
}

/** What nodemailer tells of a failure, as far as it is used here. */
interface SmtpFailure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

/** Commands at which a 5yz reply speaks of this mailbox or this message, not of the session or the sender. */
const commandsAboutTheMessage: readonly unknown[] = ['RCPT TO', 'DATA'];

/** 5yz replies about the session: out of order, or not signed in (RFC 5321, RFC 4954). */
const repliesAboutTheSession: readonly unknown[] = [503, 530, 534, 535, 538];

/**
 * Sorts a failure into the two kinds that a channel knows (RFC 5321, 4.2.1: 4yz may be retried, 5yz not).
 * Whatever is wrong with the session, the sign-in or the sender is ours to repair: the message waits.
 *
 * @param wholeMessageSent whether the last byte of the message had gone out.
 */
function messageErrorFrom(failure: unknown, wholeMessageSent: boolean): MessageDelayed | MessageRefused {
  if (!(failure instanceof Error)) return new MessageDelayed('unknown', wholeMessageSent);
  const { code, command, response, responseCode } = failure as Error & SmtpFailure;
  if (typeof responseCode !== 'number') {
    return new MessageDelayed(typeof code === 'string' ? code : 'unknown', wholeMessageSent);
  }
  const reason = replyCodes(responseCode, response);
  const permanent = responseCode >= 500 && !repliesAboutTheSession.includes(responseCode);
  if (permanent && commandsAboutTheMessage.includes(command)) return new MessageRefused(reason);
  return new MessageDelayed(reason, false);
}

/** `550 5.1.1` of a reply, without its words: they often quote the address. */
function replyCodes(responseCode: number, response: unknown): string {
  const enhanced =
    typeof response === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response) : null;
  return enhanced?.[1] ? `${responseCode} ${enhanced[1]}` : String(responseCode);
}

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
