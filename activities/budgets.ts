import { ApplicationFailure } from '@temporalio/activity';
import type { Figures } from '../src/config/figures';
import {
  type BudgetAnswer,
  type BudgetLedger,
  type BudgetEntry,
  partOfBudget,
} from '../src/database/budgetLedger';
import type { Refusal, RefusalCode } from '../workflows/contracts/flow';
import type { RaiseAlarm } from '../src/observability/alarms';

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

export interface BrakeDependencies extends BudgetDependencies {
  readonly raiseAlarm: RaiseAlarm;
  readonly now: () => Date;
}

/** A text message, or what looks like one: `prefixKey` where a number was typed. */
export interface BrakedMessage {
  readonly prefixKey: string | undefined;
  /** Keyed digest of the network address that started the flow. */
  readonly addressKey: string;
  /** Names the message: a retry is not counted again. */
  readonly messageId: string;
}

/**
 * Takes a text message from the budgets of its prefix and of the whole service.
 *
 * @throws ApplicationFailure, retryable, when one is spent: the message waits
 */
export async function takeFromBrake(dependencies: BrakeDependencies, message: BrakedMessage): Promise<void> {
  const entries = [...ofAddress(dependencies, message), ...ofAll(dependencies, message)];
  const answer = await dependencies.budgets.takeAll(entries, message.messageId);
  if (!answer.granted) throw braked(dependencies);
}

/** A message that its provider did not take is none. */
export async function giveBackToBrake(
  dependencies: BrakeDependencies,
  message: BrakedMessage,
): Promise<void> {
  await dependencies.budgets.giveBack(ofAll(dependencies, message), message.messageId);
}

/**
 * The same for what only looks like a message. The address's part is taken, so that it is spent after as many lines whether
 * they are known or not; of what everybody shares nothing is.
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
  { prefixKey, addressKey }: BrakedMessage,
): BudgetEntry[] {
  if (prefixKey === undefined) return [];
  return [
    {
      purpose: 'SMS to a prefix for an address',
      subject: `${prefixKey}.${addressKey}`,
      budget: figures.smsPerPrefixAndAddress,
      now: now().getTime(),
    },
  ];
}

function ofAll({ figures, now }: BrakeDependencies, { prefixKey, messageId }: BrakedMessage): BudgetEntry[] {
  const at = now().getTime();
  const ofService: BudgetEntry = {
    purpose: 'SMS of the service',
    subject: 'all',
    budget: figures.smsOfService,
    now: at,
  };
  const ofPrefix: BudgetEntry = {
    purpose: 'SMS to a prefix',
    subject: prefixKey ?? '',
    budget: figures.smsPerPrefix,
    now: at,
  };
  const entries = prefixKey === undefined ? [ofService] : [ofPrefix, ofService];
  return entries.map((entry) => partOfBudget(entry, messageId));
}

function braked({ raiseAlarm }: BrakeDependencies): ApplicationFailure {
  raiseAlarm('textMessagesBraked');
  return ApplicationFailure.retryable('Too many text messages went out within the hour; this one waits.');
}
