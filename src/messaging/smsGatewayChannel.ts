import {
  defaultSendDeadlineMs,
  failureCode,
  MessageDelayed,
  MessageRefused,
  type SmsChannel,
  type SmsMessage,
} from './channel';

export interface SmsGatewayOptions {
  /** `SMS_GATEWAY_URL`: where messages are posted. */
  readonly gatewayUrl: string;
  /** `SMS_GATEWAY_TOKEN`, sent as a bearer token. */
  readonly token: string;
  /** `SMS_SENDER`: a name of at most 11 characters, or a number in E.164. */
  readonly sender: string;
  readonly sendDeadlineMs?: number;
  readonly probeLimitMs?: number;
  /** Most octets of an answer that are read. */
  readonly answerLimit?: number;
}

/** A pause that a gateway asks for is kept up to this length. */
const longestPauseMs = 5 * 60_000;

/** Answers that say that the message was not taken, and may be tried again. */
const notTaken: readonly number[] = [408, 425, 429, 503];
/** Answers about us and our settings, not about the message: ours to repair. */
const aboutUs: readonly number[] = [401, 403, 404, 405];

/**
 * Text messages through an HTTP gateway: `{to, from, text, reference, validForSeconds}` is posted as JSON with
 * `Idempotency-Key`, so that a gateway that keeps keys takes a repeated message for the same. 2xx accepts; the answer may
 * list `{"messageIds": […]}`. Redirects are not followed: the token is for one address.
 */
export function createSmsGatewayChannel(options: SmsGatewayOptions): SmsChannel {
  const closing = new AbortController();
  let pausedUntil = 0;

  return {
    async send(message) {
      if (performance.now() < pausedUntil) throw new MessageDelayed('paused by the gateway', false);
      const limits = [closing.signal, AbortSignal.timeout(options.sendDeadlineMs ?? defaultSendDeadlineMs)];
      const answer = await post(options, message, AbortSignal.any(limits));
      pausedUntil = Math.max(pausedUntil, performance.now() + pauseIn(answer));
      if (!answer.ok) {
        await answer.body?.cancel();
        throw messageErrorFrom(answer.status);
      }
      return messageIdsIn(await textWithin(answer, options.answerLimit ?? 16_384));
    },
    async probe() {
      const signal = AbortSignal.timeout(options.probeLimitMs ?? 2_000);
      const answer = await fetch(options.gatewayUrl, { method: 'HEAD', redirect: 'manual', signal }).catch(
        () => undefined,
      );
      await answer?.body?.cancel();
      return answer !== undefined && answer.status < 500;
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}

async function post(options: SmsGatewayOptions, message: SmsMessage, signal: AbortSignal): Promise<Response> {
  const { to, text, messageId, lifeMs } = message;
  const body = {
    to,
    from: options.sender,
    text,
    reference: messageId,
    validForSeconds: Math.max(1, Math.floor(lifeMs / 1_000)),
  };
  try {
    return await fetch(options.gatewayUrl, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        authorization: `Bearer ${options.token}`,
        'content-type': 'application/json',
        'idempotency-key': messageId,
      },
      body: JSON.stringify(body),
    });
  } catch (failure) {
    throw delayedBy(failure);
  }
}

/** Failures before anything went out; after any other the gateway may have taken the message. */
const connectionFailures: readonly (string | undefined)[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function delayedBy(failure: unknown): MessageDelayed {
  const cause =
    typeof failure === 'object' && failure !== null && 'cause' in failure ? failure.cause : undefined;
  const code = failureCode(cause);
  return new MessageDelayed(code ?? 'no answer', !connectionFailures.includes(code));
}

/** A hand-over under the same key is being worked on: what an earlier try left behind. */
const underWay = 409;

function messageErrorFrom(status: number): MessageDelayed | MessageRefused {
  const reason = `HTTP ${status}`;
  if (notTaken.includes(status) || aboutUs.includes(status) || status < 400)
    return new MessageDelayed(reason, false);
  return status >= 500 || status === underWay ? new MessageDelayed(reason, true) : new MessageRefused(reason);
}

/** `Retry-After` of an answer, in seconds or as a date (RFC 9110, 10.2.3); 0 where there is none. */
function pauseIn(answer: Response): number {
  const asked = answer.headers.get('retry-after');
  if (asked === null || answer.ok) return 0;
  const pauseMs = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.now();
  return Number.isNaN(pauseMs) ? 0 : Math.min(Math.max(0, pauseMs), longestPauseMs);
}

/** The answer's text; undefined where it is longer than the limit, or breaks off. */
async function textWithin(answer: Response, limit: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  try {
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      octets += chunk.length;
      if (octets > limit) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A message that was accepted is accepted, whatever the answer's body says. */
function messageIdsIn(text: string | undefined): readonly string[] {
  try {
    const body: unknown = JSON.parse(text ?? '');
    const ids = typeof body === 'object' && body !== null && 'messageIds' in body ? body.messageIds : [];
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
