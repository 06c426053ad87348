import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Post, ServiceAnswer, ServiceClient } from '../stand/serviceClient';
import type { MessageChannel } from '../workflows/contracts/channels';
import { workflowIdOf, type FlowName } from '../workflows/contracts/flow';
import { Ledger, type Asked } from './ledger';
import type { Mailbox, Phone } from './inboxes';

/** Steps of the flows as their people see them; each flow takes some of them. */
export type Step =
  'account' | 'start' | 'puk' | 'message' | 'activation' | 'wrongCode' | 'code' | 'password' | 'notice';

export interface World {
  readonly client: ServiceClient;
  readonly mailbox: Mailbox;
  readonly phone: Phone;
}

/** A request of a flow, as far as it differs from the others. */
interface Request {
  readonly path: string;
  readonly body: unknown;
  readonly flowToken?: string;
  /** Code of the refusal that is the right answer; without it a success is. */
  readonly refusedAs?: string;
}

const retryEveryMs = 250;
const lookEveryMs = 500;
const patienceMs = 240_000;

/**
 * The client of one person: takes a flow as far as it is told to, and does what a client should when no answer comes, or a 503:
 * the same request with the same idempotency key, until there is one.
 */
export abstract class FlowClient {
  readonly ledger = new Ledger();
  readonly password = `parola-${randomUUID()}`;
  flowId = '';
  resends = 0;
  /** Steps with how each is taken, in order. */
  protected abstract readonly steps: ReadonlyMap<Step, () => Promise<unknown>>;
  protected abstract readonly resendPath: string;
  protected startToken = '';
  private readonly taken = new Map<Step, Promise<void>>();
  private readonly keys = new Map<Asked, string>();
  private readonly deadline = Date.now() + patienceMs;

  /** @param copies of each request that are sent at once */
  constructor(
    protected readonly world: World,
    readonly flow: FlowName,
    private readonly copies: number,
  ) {}

  /** Names of the send records that the flow leaves, behind its workflow id. */
  abstract get recordNames(): readonly string[];

  /** Where its messages of a channel go: MSISDN or mailbox. */
  abstract addressOn(channel: MessageChannel): string;

  /** Flow that made the account which this one works on, where there is one. */
  get before(): FlowClient | undefined {
    return undefined;
  }

  get workflowId(): string {
    return workflowIdOf(this.flow, this.flowId);
  }

  /** Takes a step, with those before it; a step that was taken is not taken again. */
  take(step: Step): Promise<void> {
    const taken = this.taken.get(step) ?? this.takeAfterEarlierOnes(step);
    this.taken.set(step, taken);
    return taken;
  }

  /** Asks for the message once more; the service allows it half a minute after the first. */
  async resend(): Promise<void> {
    await this.take('message');
    const { resendAvailableAt } = await this.view();
    await delay(Math.max(0, Date.parse(resendAvailableAt ?? '') - Date.now()) + lookEveryMs);
    const path = `/v1/flows/${this.flowId}/${this.resendPath}`;
    await this.insist('resend', { path, body: {}, flowToken: this.startToken });
    this.resends += 1;
    await this.untilSent();
  }

  protected async view(): Promise<ServiceAnswer['body']> {
    return this.once('read', () => this.world.client.read(this.flowId, this.startToken));
  }

  /** Until the service knows that its message was taken. */
  protected async untilSent(): Promise<void> {
    await this.until(async () => (await this.view()).delivery === 'SENT');
  }

  protected async start(path: string, body: unknown): Promise<void> {
    const { flowId, flowToken } = await this.insist('start', { path, body });
    this.flowId = flowId ?? '';
    this.startToken = flowToken ?? '';
  }

  protected async setPassword(flowToken: string): Promise<void> {
    const path = `/v1/flows/${this.flowId}/password`;
    await this.insist('password', { path, body: { password: this.password }, flowToken });
  }

  /** Sends the copies of a request, each until it is answered. @returns the first answer */
  protected async insist(asked: Asked, { refusedAs, ...request }: Request): Promise<ServiceAnswer['body']> {
    const idempotencyKey = this.keys.get(asked) ?? randomUUID();
    this.keys.set(asked, idempotencyKey);
    const post: Post = { ...request, idempotencyKey };
    const sendings = Array.from({ length: this.copies }, () =>
      this.once(asked, () => this.world.client.post(post), refusedAs),
    );
    const [first] = await Promise.all(sendings);
    if (!first) throw new Error('A request is sent at least once.');
    return first;
  }

  protected async until<Found>(
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

  private async takeAfterEarlierOnes(step: Step): Promise<void> {
    const order = [...this.steps.keys()];
    const before = order[order.indexOf(step) - 1];
    if (before) await this.take(before);
    await this.steps.get(step)?.();
  }

  /** Asks until there is an answer; no answer and "try again" are asked again. */
  private async once(
    asked: Asked,
    ask: () => Promise<ServiceAnswer>,
    refusedAs?: string,
  ): Promise<ServiceAnswer['body']> {
    return this.until(async () => {
      const answer = await ask().catch(() => undefined);
      if (!answer || answer.status === 503) {
        this.ledger.retries += 1;
        return undefined;
      }
      const refusal = answer.status > 202 ? (answer.body.code ?? 'without a code') : undefined;
      if (refusal !== refusedAs) {
        const unexpected = `${asked}: ${answer.status} ${refusal ?? 'is no refusal'}`;
        this.ledger.unexpected.push(unexpected);
        throw new Error(`unexpected answer to ${unexpected}`);
      }
      this.ledger.note(asked, answer);
      return answer.body;
    }, retryEveryMs);
  }
}
