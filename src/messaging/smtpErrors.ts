import { MessageDelayed, MessageRefused } from './channel';

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
export function messageErrorFrom(
  failure: unknown,
  wholeMessageSent: boolean,
): MessageDelayed | MessageRefused {
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
