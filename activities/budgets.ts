import { ApplicationFailure } from '@temporalio/activity';
import type { Budget, Figures } from '../src/config/figures';
import {
  type BudgetAnswer,
  type BudgetLedger,
  type BudgetEntry,
  type BudgetPurpose,
  partOfBudget,
} from '../src/database/budgetLedger';
import type { RaiseAlarm } from '../src/observability/alarms';
import type { MessageChannel, NumberChannel } from '../workflows/contracts/channels';
import type { CodeFlow, CodeRoute } from '../workflows/contracts/codes';
import type { Refusal, RefusalCode } from '../workflows/contracts/flow';

export interface BudgetDependencies {
  readonly budgets: BudgetLedger;
  readonly figures: Figures;
}

/** A refusal until `opensAt`, milliseconds since 1970. */
export function refusedUntil(code: RefusalCode, opensAt: number, now: number): Refusal {
  return { code, retryAfterSeconds: Math.ceil((opensAt - now) / 1_000) };
}

/** The refusal that a budget's answer means; null when the use was granted. */
export function refusalOf(code: RefusalCode, answer: BudgetAnswer, now: number): Refusal | null {
  return answer.granted ? null : refusedUntil(code, answer.opensAt, now);
}

interface MessageBudget {
  readonly purpose: BudgetPurpose;
  readonly budget: Budget;
}

interface NumberBudgets {
  readonly toNumber: MessageBudget;
  readonly toNumberForAddress: MessageBudget;
  readonly toPrefix: MessageBudget;
  readonly toPrefixForAddress: MessageBudget;
  readonly ofService: MessageBudget;
}

/** What messages to numbers are taken from: each channel has budgets of its own. */
const numberBudgets: Readonly<Record<NumberChannel, (figures: Figures) => NumberBudgets>> = {
  sms: (figures) => ({
    toNumber: { purpose: 'SMS to a number', budget: figures.smsPerNumber },
    toNumberForAddress: {
      purpose: 'SMS to a number for an address',
      budget: figures.smsPerNumberAndAddress,
    },
    toPrefix: { purpose: 'SMS to a prefix', budget: figures.smsPerPrefix },
    toPrefixForAddress: { purpose: 'SMS to a prefix for an address', budget: figures.smsPerPrefixAndAddress },
    ofService: { purpose: 'SMS of the service', budget: figures.smsOfService },
  }),
};

/** One message of a flow, by what it is counted on. `request` counts from 1. */
export interface RequestedMessage {
  readonly flow: Pick<CodeFlow, 'flowId' | 'purpose' | 'addressKey'>;
  readonly route: Pick<CodeRoute, 'apparentChannel' | 'messageKey'>;
  readonly request: number;
  readonly now: number;
}

/** The budgets that a message with a code is taken from, by its channel, the narrowest first. */
export const codeMessageBudgets: Readonly<
  Record<MessageChannel, (figures: Figures, message: RequestedMessage) => BudgetEntry[]>
> = {
  sms: (figures, message) => budgetsToNumber(figures, numberBudgets.sms(figures), message),
  mail: budgetsOfMail,
};

/** A client of the one-time password API has each number's messages for itself. */
function budgetsToNumber(
  { flowsPerNumberAndAddress }: Figures,
  { toNumber, toNumberForAddress }: NumberBudgets,
  { flow, route, request, now }: RequestedMessage,
): BudgetEntry[] {
  const number = `${flow.purpose}.${route.messageKey}`;
  const numberAndAddress = `${number}.${flow.addressKey}`;
  if (flow.purpose === 'oneTimePassword') return [{ ...toNumber, subject: numberAndAddress, now }];
  const ofAddress: BudgetEntry = { ...toNumberForAddress, subject: numberAndAddress, now };
  const ofNumber: BudgetEntry = { ...toNumber, subject: number, now };
  const flowOfAddress: BudgetEntry = {
    purpose: 'flow to a number for an address',
    budget: flowsPerNumberAndAddress,
    subject: numberAndAddress,
    now,
  };
  return request === 1 ? [flowOfAddress, ofAddress, ofNumber] : [ofAddress, ofNumber];
}

function budgetsOfMail(figures: Figures, { flow, route, now }: RequestedMessage): BudgetEntry[] {
  const subject = `${flow.purpose}.${route.messageKey}`;
  return [
    {
      purpose: 'mail with a code for an address',
      subject: `${subject}.${flow.addressKey}`,
      budget: figures.mailsPerMailboxAndAddress,
      now,
    },
    { purpose: 'mail with a code', subject, budget: figures.mailsPerAddress, now },
  ];
}

export interface BrakeDependencies extends BudgetDependencies {
  readonly raiseAlarm: RaiseAlarm;
  readonly now: () => Date;
}

/** A message to a number, or what looks like one: `prefixKey` where a number was typed. */
export interface BrakedMessage {
  readonly channel: NumberChannel;
  readonly prefixKey: string | undefined;
  /** Keyed digest of the network address that started the flow. */
  readonly addressKey: string;
  /** Names the message: a retry is not counted again. */
  readonly messageId: string;
}

/**
 * Takes a message to a number from its channel's budgets of the prefix and of the whole service.
 *
 * @throws ApplicationFailure, retryable, when one is spent: the message waits
 */
export async function takeFromBrake(dependencies: BrakeDependencies, message: BrakedMessage): Promise<void> {
  const entries = [...ofAddress(dependencies, message), ...ofAll(dependencies, message)];
  const answer = await dependencies.budgets.takeAll(entries, message.messageId);
  if (!answer.granted) throw braked(dependencies);
}

/** Gives back a message that its provider did not take. */
export async function giveBackToBrake(
  dependencies: BrakeDependencies,
  message: BrakedMessage,
): Promise<void> {
  await dependencies.budgets.giveBack(ofAll(dependencies, message), message.messageId);
}

/**
 * The same for what only looks like a message. It takes the address's part, so that this is spent after as many lines whether
 * they are known or not. It takes nothing from the budgets that everybody shares.
 */
export async function lookAtBrake(dependencies: BrakeDependencies, message: BrakedMessage): Promise<void> {
  const { budgets } = dependencies;
  const [answer, isSpent] = await Promise.all([
    budgets.takeAll(ofAddress(dependencies, message), message.messageId),
    budgets.spent(ofAll(dependencies, message)),
  ]);
  if (isSpent || !answer.granted) throw braked(dependencies);
}

function ofAddress(
  { figures, now }: BrakeDependencies,
  { channel, prefixKey, addressKey }: BrakedMessage,
): BudgetEntry[] {
  if (prefixKey === undefined) return [];
  const { toPrefixForAddress } = numberBudgets[channel](figures);
  return [{ ...toPrefixForAddress, subject: `${prefixKey}.${addressKey}`, now: now().getTime() }];
}

function ofAll(
  { figures, now }: BrakeDependencies,
  { channel, prefixKey, messageId }: BrakedMessage,
): BudgetEntry[] {
  const { toPrefix, ofService } = numberBudgets[channel](figures);
  const at = now().getTime();
  const all: BudgetEntry = { ...ofService, subject: 'all', now: at };
  const entries = prefixKey === undefined ? [all] : [{ ...toPrefix, subject: prefixKey, now: at }, all];
  return entries.map((entry) => partOfBudget(entry, messageId));
}

function braked({ raiseAlarm }: BrakeDependencies): ApplicationFailure {
  raiseAlarm('textMessagesBraked');
  return ApplicationFailure.retryable(
    'Too many messages to numbers went out within the hour; this one waits.',
  );
}
