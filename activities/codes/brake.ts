import { ApplicationFailure } from '@temporalio/activity';
import type { BudgetEntry } from '../../src/database/budgetLedger';
import { partOfBudget } from '../../src/database/spreadBudget';
import type { RaiseAlarm } from '../../src/observability/alarms';
import type { MessageBudgetDependencies } from './messageBudgets';

export interface BrakeDependencies extends MessageBudgetDependencies {
  readonly raiseAlarm: RaiseAlarm;
  readonly now: () => Date;
}

/** A text message, or what looks like one: `prefixKey` where a number was typed. */
export interface BrakedMessage {
  readonly prefixKey: string | undefined;
  /** Names the message: a retry is not counted again. */
  readonly messageId: string;
}

/**
 * Takes a text message from the budgets of its prefix and of the whole service.
 *
 * @throws ApplicationFailure, retryable, when one is spent: the message waits
 */
export async function takeFromBrake(dependencies: BrakeDependencies, message: BrakedMessage): Promise<void> {
  const answer = await dependencies.budgets.takeAll(entriesOf(dependencies, message), message.messageId);
  if (!answer.granted) throw braked(dependencies);
}

/** The same for what only looks like a message: nothing is taken. */
export async function lookAtBrake(dependencies: BrakeDependencies, message: BrakedMessage): Promise<void> {
  if (await dependencies.budgets.spent(entriesOf(dependencies, message))) throw braked(dependencies);
}

function entriesOf(
  { figures, now }: BrakeDependencies,
  { prefixKey, messageId }: BrakedMessage,
): BudgetEntry[] {
  const at = now().getTime();
  const ofService = {
    purpose: 'SMS of the service',
    subject: 'all',
    budget: figures.smsOfService,
    now: at,
  } as const;
  const ofPrefix = {
    purpose: 'SMS to a prefix',
    subject: prefixKey ?? '',
    budget: figures.smsPerPrefix,
    now: at,
  } as const;
  const entries = prefixKey === undefined ? [ofService] : [ofPrefix, ofService];
  return entries.map((entry) => partOfBudget(entry, messageId));
}

function braked({ raiseAlarm }: BrakeDependencies): ApplicationFailure {
  raiseAlarm('textMessagesBraked');
  return ApplicationFailure.retryable('Too many text messages went out within the hour; this one waits.');
}
