import type { CodeEffects, CodeMessages, CodeVerdict } from '../workflows/contracts/codes';
import { type Refusal, workflowIdOf } from '../workflows/contracts/flow';
import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import { type BudgetEntry, partOfBudget } from '../src/database/budgetLedger';
import type { RaiseAlarm } from '../src/observability/alarms';
import { isRightCode } from '../src/security/digests';
import {
  type BudgetDependencies,
  codeMessageBudgets,
  refusalOf,
  refusedUntil,
  type RequestedMessage,
} from './budgets';
import { codeChannels, type CodeSender } from './codes/codeChannels';

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
  const entries = codeMessageBudgets[message.route.apparentChannel](figures, message);
  const answer = await budgets.takeAll(entries, entryIdOf(message));
  return refusalOf('MESSAGE_BUDGET_SPENT', answer, message.now);
}

/** Makes a message untaken that then does not go out. */
export async function giveBackMessage(
  { budgets, figures }: BudgetDependencies,
  message: RequestedMessage,
): Promise<void> {
  const entries = codeMessageBudgets[message.route.apparentChannel](figures, message);
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

export interface VerificationDependencies extends BudgetDependencies {
  readonly serviceKeys: Keyring;
  readonly workerKeys: Keyring;
  readonly raiseAlarm: RaiseAlarm;
  readonly auditTrail: AuditTrail;
}

type Attempt = Parameters<CodeEffects['verifyCode']>[0];

/**
 * Counts a try on the line or username and on the address that started the flow, over all flows and purposes. Only then is
 * the code compared. A right one is given back: the limit is for wrong ones.
 */
export async function verifyCode(
  dependencies: VerificationDependencies,
  attempt: Attempt,
): Promise<CodeVerdict> {
  const { budgets, raiseAlarm } = dependencies;
  const { flow, issue, typed, provable, now } = attempt;
  const workflowId = workflowIdOf(flow.flow, flow.flowId);
  const tryId = `${workflowId}/${attempt.tryId}`;
  const entries = triesOf(dependencies, attempt);
  const ofAll = wrongCodesOfAll(dependencies, attempt, tryId);
  const [pausedUntil, counted] = await Promise.all([
    budgets.opensAt([ofAll]),
    budgets.takeAll(entries, tryId),
  ]);
  if (pausedUntil !== undefined) {
    raiseAlarm('codeEntryPaused');
    if (counted.granted) await budgets.giveBack(entries, tryId);
    await tellSpent(dependencies, attempt, 'CODE_ENTRY_PAUSED', pausedUntil);
    return { outcome: 'refused', refusal: refusedUntil('CODE_ENTRY_PAUSED', pausedUntil, now) };
  }
  if (!counted.granted) {
    await tellSpent(dependencies, attempt, 'TOO_MANY_WRONG_CODES', counted.opensAt);
    return { outcome: 'refused', refusal: refusedUntil('TOO_MANY_WRONG_CODES', counted.opensAt, now) };
  }
  const isRight = isRightCode(dependencies, flow.flowId, { workflowId, runId: flow.runId, issue }, typed);
  if (isRight && provable) {
    await budgets.giveBack(entries, tryId);
    return { outcome: 'right' };
  }
  await budgets.take(ofAll, tryId);
  if (attempt.isLast) await tellSpent(dependencies, attempt, 'ATTEMPTS_SPENT');
  return { outcome: 'wrong' };
}

/** Once a flow, and once a window of a budget: what is refused until then is not told again. */
async function tellSpent(
  { auditTrail }: VerificationDependencies,
  { flow, now }: Attempt,
  detail: 'ATTEMPTS_SPENT' | 'TOO_MANY_WRONG_CODES' | 'CODE_ENTRY_PAUSED',
  opensAt?: number,
): Promise<void> {
  const { subjectKey, addressKey, supportReference } = flow;
  const ofSubject = { subjectKey, addressKey, reference: supportReference };
  const ids = {
    ATTEMPTS_SPENT: `${workflowIdOf(flow.flow, flow.flowId)}@${flow.runId}`,
    TOO_MANY_WRONG_CODES: `${subjectKey}.${opensAt}`,
    CODE_ENTRY_PAUSED: isOfClient(flow) ? `${addressKey}.${opensAt}` : `service.${opensAt}`,
  };
  await auditTrail.record({
    event: 'codesSpent',
    id: ids[detail],
    at: now,
    actor: { role: 'nobody' },
    ...(detail !== 'CODE_ENTRY_PAUSED' && ofSubject),
    detail,
  });
}

/** The narrowest first. A client of the one-time password API has the tries on each line for itself. */
function triesOf({ figures }: VerificationDependencies, { flow, now }: Attempt): BudgetEntry[] {
  const { subjectKey, addressKey } = flow;
  const onLineFromAddress: BudgetEntry = {
    purpose: 'wrong code on a line from an address',
    subject: `${subjectKey}.${addressKey}`,
    budget: figures.wrongCodesPerLineAndAddress,
    now,
  };
  if (isOfClient(flow)) return [onLineFromAddress];
  return [
    { purpose: 'wrong code from an address', subject: addressKey, budget: figures.wrongCodesPerAddress, now },
    onLineFromAddress,
    { purpose: 'wrong code', subject: subjectKey, budget: figures.wrongCodesPerLine, now },
  ];
}

/** Those of a client of the one-time password API stop its own verifications, and nobody else's. */
function wrongCodesOfAll(
  { figures }: VerificationDependencies,
  { flow, now }: Attempt,
  tryId: string,
): BudgetEntry {
  const subject = isOfClient(flow) ? flow.addressKey : 'all';
  return partOfBudget(
    { purpose: 'wrong code of the service', subject, budget: figures.wrongCodes, now },
    tryId,
  );
}

function isOfClient({ purpose }: Attempt['flow']): boolean {
  return purpose === 'oneTimePassword';
}
