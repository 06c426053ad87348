import type { CodeEffects, CodeMessages } from '../workflows/contracts/codes';
import type { Refusal } from '../workflows/contracts/flow';
import { refusalOf, type BudgetDependencies } from './budgets';
import { codeChannels, type CodeSender, type RequestedMessage } from './codes/codeChannels';
import { verifyCode, type VerificationDependencies } from './codes/codeVerification';

/** The activities that all flows with a code share, each one idempotent effect. */
export function createCodeActivities(
  dependencies: VerificationDependencies & CodeSender,
): CodeEffects & CodeMessages {
  return {
    takeMessage: (message) => takeMessage(dependencies, message),
    verifyCode: (attempt) => verifyCode(dependencies, attempt),
    sendCode: (message) => sendCode(dependencies, message),
  };
}

/**
 * Takes a message from the budgets of its purpose, all or none; a repeated call is not counted again. The channel that the flow
 * shows decides which budgets: a decoy uses up what a real flow would.
 */
export async function takeMessage(
  { budgets, figures }: BudgetDependencies,
  message: RequestedMessage,
): Promise<Refusal | null> {
  const entries = codeChannels[message.route.apparentChannel].budgetsOf(figures, message);
  const answer = await budgets.takeAll(entries, entryIdOf(message));
  return refusalOf('MESSAGE_BUDGET_SPENT', answer, message.now);
}

/** Makes a message untaken that then does not go out. */
export async function giveBackMessage(
  { budgets, figures }: BudgetDependencies,
  message: RequestedMessage,
): Promise<void> {
  const entries = codeChannels[message.route.apparentChannel].budgetsOf(figures, message);
  await budgets.giveBack(entries, entryIdOf(message));
}

function entryIdOf({ flow, request }: RequestedMessage): string {
  return `${flow.flowId}/${request}`;
}

/** Hands a code over; where the flow has no recipient on the channel that it shows, asks that channel's provider instead. */
async function sendCode(
  sender: CodeSender,
  message: Parameters<CodeMessages['sendCode']>[0],
): ReturnType<CodeMessages['sendCode']> {
  const { recipient, apparentChannel } = message;
  if (recipient?.channel !== apparentChannel) {
    await codeChannels[apparentChannel].askProvider(sender, message);
    return { acceptedMsAgo: 0 };
  }
  const { acceptedAt } = await codeChannels[apparentChannel].handOver(sender, message, recipient);
  return { acceptedMsAgo: Math.max(0, sender.now().getTime() - acceptedAt.getTime()) };
}
