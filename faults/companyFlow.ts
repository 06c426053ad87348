import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { RegistrationBody } from '../stand/extract';
import type { Post, ServiceAnswer, ServiceClient } from '../stand/serviceClient';
import { Ledger, type Asked } from './ledger';
import type { Mailbox } from './mailbox';

/** Steps of a registration as its company sees them, in order. */
const steps = ['start', 'mail', 'activation', 'password', 'notice'] as const;
export type Step = (typeof steps)[number];

export interface World {
  readonly client: ServiceClient;
  readonly mailbox: Mailbox;
}

const retryEveryMs = 250;
const lookEveryMs = 500;
const patienceMs = 240_000;

/**
 * One company's client: takes its registration as far as it is told to, and does what a client should when no answer comes, or a 503:
 * the same request with the same idempotency key, until there is one.
 */
export class CompanyFlow {
  readonly ledger = new Ledger();
  readonly password = `parola-${randomUUID()}`;
  readonly address: string;
  flowId = '';
  resends = 0;
  private startToken = '';
  private passwordToken = '';
  private readonly taken = new Map<Step, Promise<void>>();
  private readonly keys = { start: randomUUID(), activation: randomUUID(), password: randomUUID() };
  private readonly deadline = Date.now() + patienceMs;

  /** @param copies of each request that are sent at once */
  constructor(
    private readonly world: World,
    readonly company: RegistrationBody,
    private readonly copies = 1,
  ) {
    this.address = company.legalRepresentative.email;
  }

  /** Takes a step, with those before it; a step that was taken is not taken again. */
  take(step: Step): Promise<void> {
    const taken = this.taken.get(step) ?? this.takeAfterEarlierOnes(step);
    this.taken.set(step, taken);
    return taken;
  }

  /** Asks for the mail once more; the service allows it half a minute after the first. */
  async resend(): Promise<void> {
    await this.take('mail');
    const { resendAvailableAt } = await this.view();
    await delay(Math.max(0, Date.parse(resendAvailableAt ?? '') - Date.now()) + lookEveryMs);
    const path = `/v1/flows/${this.flowId}/link/resend`;
    await this.insist('resend', { path, body: {}, idempotencyKey: randomUUID(), flowToken: this.startToken });
    this.resends += 1;
    await this.until(async () => (await this.view()).delivery === 'SENT');
  }

  private async takeAfterEarlierOnes(step: Step): Promise<void> {
    const before = steps[steps.indexOf(step) - 1];
    if (before) await this.take(before);
    await this.how[step]();
  }

  private readonly how: Readonly<Record<Step, () => Promise<void>>> = {
    start: async () => {
      const path = '/v1/user-admin-registrations';
      const post = { path, body: this.company, idempotencyKey: this.keys.start };
      const { flowId, flowToken } = await this.insist('start', post);
      this.flowId = flowId ?? '';
      this.startToken = flowToken ?? '';
    },
    /** Until the service knows that the mail was taken. */
    mail: async () => {
      await this.until(async () => (await this.view()).delivery === 'SENT');
    },
    activation: async () => {
      const { mailbox } = this.world;
      const token = await this.until(() => mailbox.activationTokenFor(this.address));
      const post = { path: '/v1/activations', body: { token }, idempotencyKey: this.keys.activation };
      const { flowToken } = await this.insist('activation', post);
      this.passwordToken = flowToken ?? '';
    },
    password: async () => {
      await this.insist('password', {
        path: `/v1/flows/${this.flowId}/password`,
        body: { password: this.password },
        idempotencyKey: this.keys.password,
        flowToken: this.passwordToken,
      });
    },
    notice: async () => {
      await this.until(() => this.world.mailbox.hasNoticeFor(this.address));
    },
  };

  private async view(): Promise<ServiceAnswer['body']> {
    return this.once('read', () => this.world.client.read(this.flowId, this.startToken));
  }

  /** Sends the copies of a request, each until it is answered. @returns the first answer */
  private async insist(asked: Asked, post: Post): Promise<ServiceAnswer['body']> {
    const sendings = Array.from({ length: this.copies }, () =>
      this.once(asked, () => this.world.client.post(post)),
    );
    const [first] = await Promise.all(sendings);
    if (!first) throw new Error('A request is sent at least once.');
    return first;
  }

  /** Asks until there is an answer; no answer and "try again" are asked again. */
  private async once(asked: Asked, ask: () => Promise<ServiceAnswer>): Promise<ServiceAnswer['body']> {
    return this.until(async () => {
      const answer = await ask().catch(() => undefined);
      if (!answer || answer.status === 503) {
        this.ledger.retries += 1;
        return undefined;
      }
      if (answer.status > 202) {
        const refusal = `${asked}: ${answer.status} ${answer.body.code ?? ''}`;
        this.ledger.unexpected.push(refusal);
        throw new Error(`unexpected answer to ${refusal}`);
      }
      this.ledger.note(asked, answer);
      return answer.body;
    }, retryEveryMs);
  }

  private async until<Found>(
    look: () => Promise<Found | false | undefined>,
    everyMs = lookEveryMs,
  ): Promise<Found> {
    while (Date.now() < this.deadline) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      await delay(everyMs);
    }
    throw new Error(`no end after ${patienceMs / 1_000} s`);
  }
}
