import type { Budget, Figures } from '../../src/config/figures';
import type { BudgetEntry, BudgetLedger } from '../../src/database/budgetLedger';
import type { CodeFlow, CodeRoute } from '../../workflows/contracts/codes';
import type { Refusal } from '../../workflows/contracts/flow';
import { refusalOf } from '../budgetRefusal';

export interface MessageBudgetDependencies {
  readonly budgets: BudgetLedger;
  readonly figures: Figures;
}

/** One message of a flow, by what it is counted on. `request` counts from 1. */
export interface RequestedMessage {
  readonly flow: Pick<CodeFlow, 'flowId' | 'purpose' | 'addressKey'>;
  readonly route: Pick<CodeRoute, 'apparentChannel' | 'messageKey'>;
  readonly request: number;
  readonly now: number;
}

/**
 * Takes a message from the budgets of its purpose, all or none; a repeated call is not counted again. By what the flow looks
 * like, so that a decoy uses up what a real flow would.
 */
export async function takeMessage(
  { budgets, figures }: MessageBudgetDependencies,
  message: RequestedMessage,
): Promise<Refusal | null> {
  const entries =
    message.route.apparentChannel === 'sms' ? textEntries(figures, message) : mailEntries(figures, message);
  const answer = await budgets.takeAll(entries, `${message.flow.flowId}/${message.request}`);
  return refusalOf('MESSAGE_BUDGET_SPENT', answer, message.now);
}

/** The narrowest first. A client of the one-time password API is no stranger who could use a number up. */
function textEntries(figures: Figures, { flow, route, request, now }: RequestedMessage): BudgetEntry[] {
  const number = `${flow.purpose}.${route.messageKey}`;
  const numberAndAddress = `${number}.${flow.addressKey}`;
  const entry = (purpose: BudgetEntry['purpose'], subject: string, budget: Budget) => ({
    purpose,
    subject,
    budget,
    now,
  });
  const ofNumber = entry('SMS to a number', number, figures.smsPerNumber);
  if (flow.purpose === 'oneTimePassword') return [ofNumber];
  const ofAddress = entry('SMS to a number for an address', numberAndAddress, figures.smsPerNumberAndAddress);
  const flowOfAddress = entry(
    'flow to a number for an address',
    numberAndAddress,
    figures.flowsPerNumberAndAddress,
  );
  return request === 1 ? [flowOfAddress, ofAddress, ofNumber] : [ofAddress, ofNumber];
}

function mailEntries(figures: Figures, { flow, route, now }: RequestedMessage): BudgetEntry[] {
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
