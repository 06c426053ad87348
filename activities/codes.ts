import type { CodeEffects, CodeMessages, CodeVerdict } from '../workflows/contracts/codes';
import { type Refusal, workflowIdOf } from '../workflows/contracts/flow';
import type { Figures } from '../src/config/figures';
import type { Keyring } from '../src/config/keys';
import type { AuditTrail } from '../src/database/auditTrail';
import { sharerOf } from '../src/limits/origins';
import { codeRule, codeRuleOfClient } from '../src/limits/rules';
import type { FlowMessages, Step, Wait } from '../src/limits/steps';
import type { RaiseAlarm } from '../src/observability/alarms';
import { isRightCode } from '../src/security/digests';
import {
  addresseeOf,
  addresseeOfDevices,
  brakesOn,
  isOfClient,
  keyOfSubject,
  ofDevices,
  type LimitDependencies,
  originOfFlow,
  prefixShareOf,
  refusedUntil,
  type RequestedMessage,
  sentSubjectOf,
  stepOfMessage,
} from './limits';
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

/** Takes a message to its number or mailbox; a repeated call is not counted again. A known device has messages beside. */
export async function takeMessage(
  { limits, figures }: LimitDependencies,
  message: RequestedMessage,
): Promise<Refusal | null> {
  const { flow, route, now } = message;
  const ofDevices = addresseeOfDevices(figures, flow, route);
  const steps = [
    stepOfMessage(figures, message),
    ...ofDevices.map((subject) => stepOfMessage(figures, message, subject)),
  ];
  const ways = await Promise.all(steps.map(async (step) => ({ step, standing: await limits.look(step) })));
  if (ways.some(({ standing }) => standing.isCounted)) return null;
  const waits: Wait[] = [];
  for (const { step, standing } of ways) {
    const { wait } = await limits.settle(step, standing, false);
    if (!wait) return null;
    waits.push(wait);
  }
  return refusedUntil('MESSAGE_BUDGET_SPENT', Math.min(...waits.map(({ opensAt }) => opensAt)), now);
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

export interface VerificationDependencies extends LimitDependencies {
  readonly serviceKeys: Keyring;
  readonly workerKeys: Keyring;
  readonly raiseAlarm: RaiseAlarm;
  readonly auditTrail: AuditTrail;
}

type Attempt = Parameters<CodeEffects['verifyCode']>[0];

/**
 * Counts a try on the line or username and on the origin that started the flow, over all flows and purposes. Whether the code is
 * right is told only once that is counted. A right one counts for nothing, and neither does what led to it.
 */
export async function verifyCode(
  dependencies: VerificationDependencies,
  attempt: Attempt,
): Promise<CodeVerdict> {
  const { limits, raiseAlarm } = dependencies;
  const { flow, issue, typed, route, now } = attempt;
  const step = stepOfCode(dependencies, attempt);
  const standing = await limits.look(step);
  if (standing.brakesOn.length > 0) raiseAlarm('codeEntryPaused');
  const workflowId = workflowIdOf(flow.flow, flow.flowId);
  const isRight =
    isRightCode(dependencies, flow.flowId, { workflowId, runId: flow.runId, issue }, typed) && route.provable;
  const { wait } = await limits.settle(step, standing, isRight);
  if (wait) {
    const code = isPause(flow, wait) ? 'CODE_ENTRY_PAUSED' : 'TOO_MANY_WRONG_CODES';
    if (code === 'CODE_ENTRY_PAUSED') raiseAlarm('codeEntryPaused');
    await tellSpent(dependencies, attempt, code, wait.opensAt);
    return { outcome: 'refused', refusal: refusedUntil(code, wait.opensAt, now) };
  }
  if (isRight) return { outcome: 'right' };
  if (attempt.isLast) await tellSpent(dependencies, attempt, 'ATTEMPTS_SPENT');
  return { outcome: 'wrong' };
}

/** All people behind a client wait for its wrong codes. */
function isPause(flow: Attempt['flow'], { of }: Wait): boolean {
  return of === 'service' || (of === 'origin' && isOfClient(flow));
}

function stepOfCode({ figures }: VerificationDependencies, { flow, route, tryId, now }: Attempt): Step {
  const rule = isOfClient(flow) ? codeRuleOfClient(figures) : codeRule(figures);
  const key = keyOfSubject(flow, flow.subjectKey);
  return {
    useId: `${flow.flowId}/${tryId}`,
    about: flow.subjectKey,
    subject: { purpose: 'code', key: route.byKnownDevice ? ofDevices(key) : key, rule },
    origin: originOfFlow(figures, flow, 'failures', 'at once'),
    sharer: sharerOf(flow.addressKey),
    brakes: isOfClient(flow) ? [] : [{ purpose: 'wrong codes', key: 'all', limit: figures.wrongCodes.limit }],
    isCountedByBrakes: route.provable,
    messages: messagesOf(figures, flow, route),
    now,
  };
}

/**
 * What the flow's messages took. A line that a code by mail proves took a text message, too, for what its owner might have had to
 * be told; what only looked like a message the brakes did not count.
 */
function messagesOf(figures: Figures, flow: Attempt['flow'], route: Attempt['route']): FlowMessages {
  const { apparentChannel, prefixKey } = route;
  const channel = route.recipient?.channel;
  const typedPrefix = channel === apparentChannel ? prefixKey : undefined;
  const textToLine = { apparentChannel: 'sms', messageKey: flow.subjectKey } as const;
  return {
    to: [
      addresseeOf(figures, flow, route),
      ...addresseeOfDevices(figures, flow, route),
      addresseeOf(figures, flow, textToLine),
      ...prefixShareOf(figures, flow, prefixKey),
    ],
    sent: sentSubjectOf(figures, flow, typedPrefix),
    brakes: channel ? brakesOn(figures, channel, flow, typedPrefix) : [],
  };
}

/** Once a flow, and once a wait: what is refused until then is not told again. */
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
    CODE_ENTRY_PAUSED: isOfClient(flow) ? `${addressKey}.${opensAt}` : `service.${hourOf(now)}`,
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

function hourOf(now: number): number {
  return Math.floor(now / 3_600_000);
}
