import type { Figures } from '../src/config/figures';
import type { Limits } from '../src/limits/limits';
import { levelsOf, sharerOf } from '../src/limits/origins';
import {
  clientRule,
  messageRules,
  messagesOfDevicesRule,
  messagesOfFlowRule,
  prefixRule,
  prefixRuleOfClient,
  originRule,
} from '../src/limits/rules';
import type { CountedOrigin, CountedSubject, ServiceBrake, Step, Wait } from '../src/limits/steps';
import type { MessageChannel } from '../workflows/contracts/channels';
import type { CodeFlow, CodeRoute } from '../workflows/contracts/codes';
import type { Refusal, RefusalCode } from '../workflows/contracts/flow';

export interface LimitDependencies {
  readonly limits: Limits;
  readonly figures: Figures;
}

/** A refusal until `opensAt`, milliseconds since 1970. */
export function refusedUntil(code: RefusalCode, opensAt: number, now: number): Refusal {
  return { code, retryAfterSeconds: Math.ceil((opensAt - now) / 1_000) };
}

/** The refusal that a wait means; null where there is none. */
export function refusalOf(code: RefusalCode, wait: Wait | undefined, now: number): Refusal | null {
  return wait ? refusedUntil(code, wait.opensAt, now) : null;
}

type Comer = Pick<CodeFlow, 'purpose' | 'addressKey'>;

/** A client of the one-time password API is an origin of its own, with the numbers that it asks about for itself. */
export function isOfClient({ purpose }: Pick<CodeFlow, 'purpose'>): boolean {
  return purpose === 'oneTimePassword';
}

/** Where a flow with a code comes from. */
export function originOfFlow(
  figures: Figures,
  flow: Comer,
  does: CountedOrigin['does'],
  mark: CountedOrigin['mark'],
): CountedOrigin {
  const rule = isOfClient(flow) ? clientRule(figures) : originRule(figures);
  // One account has as many mailboxes as it likes.
  return { key: flow.addressKey, rule, does, mark, earns: flow.purpose !== 'contactChange' };
}

/**
 * Key of what a flow counts at. Nobody else counts there of a client of the one-time password API, nor of an origin that signs in
 * with a code: that is the way through where others make an account wait, and how often it is open is limited at its start.
 */
export function keyOfSubject({ addressKey, purpose }: Comer, key: string): string {
  if (isOfClient({ purpose })) return `${key}.${addressKey}`;
  return purpose === 'newDevice' ? `${key}.${sharerOf(addressKey)}` : key;
}

/** One message of a flow, by what it is counted on. `request` counts from 1. */
export interface RequestedMessage {
  readonly flow: Pick<CodeFlow, 'flowId' | 'purpose' | 'addressKey'>;
  readonly route: Pick<CodeRoute, 'apparentChannel' | 'messageKey' | 'byKnownDevice'>;
  readonly request: number;
  readonly now: number;
}

/** Whom a flow's messages go to: the channel that it shows decides, so that a decoy uses up what a real flow would. */
export function addresseeOf(
  figures: Figures,
  flow: Comer,
  { apparentChannel, messageKey }: Omit<RequestedMessage['route'], 'byKnownDevice'>,
): CountedSubject {
  const { purpose, rule } = messageRules[apparentChannel];
  return {
    purpose,
    key: keyOfSubject(flow, `${flow.purpose}.${messageKey}`),
    rule: rule(figures, isOfClient(flow)),
  };
}

/** The same of the devices that an account knows: past the messages of anybody they have these. */
export function addresseeOfDevices(
  figures: Figures,
  flow: Comer,
  route: RequestedMessage['route'],
): CountedSubject[] {
  if (!route.byKnownDevice) return [];
  const { purpose, key } = addresseeOf(figures, flow, route);
  return [{ purpose, key: ofDevices(key), rule: messagesOfDevicesRule }];
}

/** Key of a subject for all devices that its account knows. */
export function ofDevices(key: string): string {
  return `${key}.devices`;
}

export function stepOfMessage(
  figures: Figures,
  { flow, route, request, now }: RequestedMessage,
  subject = addresseeOf(figures, flow, route),
): Step {
  return {
    useId: `${flow.flowId}/${request}`,
    about: route.messageKey,
    subject,
    origin: originOfFlow(figures, flow, 'starts', 'never'),
    sharer: sharerOf(flow.addressKey),
    now,
  };
}

/** What an origin may send to numbers like a typed one: nothing where none was typed. */
export function prefixShareOf(
  figures: Figures,
  flow: Comer,
  prefixKey: string | undefined,
): CountedSubject[] {
  if (prefixKey === undefined) return [];
  const [{ factor }] = levelsOf(flow.addressKey);
  const rule = isOfClient(flow) ? prefixRuleOfClient(figures) : prefixRule(figures, factor);
  return [
    { purpose: 'SMS from an origin to a prefix', key: `${prefixKey}.${sharerOf(flow.addressKey)}`, rule },
  ];
}

/**
 * Where each message of a flow is counted that the brakes count, too, so that they can take it back: the prefix of a typed number,
 * or the flow itself.
 */
export function sentSubjectOf(
  figures: Figures,
  flow: Comer & Pick<CodeFlow, 'flowId'>,
  prefixKey: string | undefined,
): CountedSubject {
  const [share] = prefixShareOf(figures, flow, prefixKey);
  return share ?? { purpose: 'SMS of a flow', key: flow.flowId, rule: messagesOfFlowRule };
}

/** Messages to numbers cost money: each such channel has brakes of its own. */
const messageBrakes: Readonly<
  Record<MessageChannel, (figures: Figures, prefixKey: string | undefined) => ServiceBrake[]>
> = {
  sms: ({ smsOfService, smsPerPrefix }, prefixKey) => [
    { purpose: 'SMS', key: 'all', limit: smsOfService.limit },
    ...(prefixKey === undefined
      ? []
      : [{ purpose: 'SMS to a prefix', key: prefixKey, limit: smsPerPrefix.limit } as const]),
  ],
  mail: () => [],
};

/**
 * The brakes on a flow's messages. The prefix is that of a typed number alone: what the records name must not show in how long a
 * message waits.
 */
export function brakesOn(
  figures: Figures,
  channel: MessageChannel,
  flow: Pick<CodeFlow, 'purpose'>,
  prefixKey: string | undefined,
): ServiceBrake[] {
  return isOfClient(flow) ? [] : messageBrakes[channel](figures, prefixKey);
}
