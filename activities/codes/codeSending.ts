import { ApplicationFailure } from '@temporalio/activity';
import type { Keyring } from '../../src/config/keys';
import { MessageDelayed } from '../../src/messaging/channel';
import type { Mails } from '../../src/messaging/mails';
import type { Acceptance } from '../../src/messaging/sendOnce';
import type { Texts } from '../../src/messaging/texts';
import { codeOf } from '../../src/security/oneTimeCodes';
import type { CodeMessage, CodeMessages, Recipient } from '../../workflows/contracts/codes';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { handOverMail, handOverText, type MessageSender } from '../messages/handOver';
import {
  giveBackToBrake,
  lookAtBrake,
  takeFromBrake,
  type BrakedMessage,
  type BrakeDependencies,
} from './brake';
import { mailOf, textOf, type CodeWords } from './codeWords';
import { openAddress, prefixKeyOf } from './recipients';

export type SendingDependencies = MessageSender &
  BrakeDependencies & {
    readonly texts: Texts;
    readonly mails: Mails;
    readonly workerKeys: Keyring;
  };

type Answer = Awaited<ReturnType<CodeMessages['sendCode']>>;

/** Hands a code over, or shows how the channel fares where nobody is written to on it. */
export async function sendCode(dependencies: SendingDependencies, message: CodeMessage): Promise<Answer> {
  const { recipient, apparentChannel } = message;
  if (recipient?.channel !== apparentChannel) return askChannel(dependencies, message);
  const { acceptedAt } = await handOver(dependencies, message, recipient);
  return { acceptedMsAgo: Math.max(0, dependencies.now().getTime() - acceptedAt.getTime()) };
}

async function askChannel(dependencies: SendingDependencies, message: CodeMessage): Promise<Answer> {
  const { smsChannel, mailChannel } = dependencies;
  const { apparentChannel, prefixKey } = message;
  if (apparentChannel === 'sms') await lookAtBrake(dependencies, brakedMessageOf(message, prefixKey));
  const answers = await (apparentChannel === 'sms' ? smsChannel : mailChannel).probe();
  if (!answers) throw ApplicationFailure.retryable('The provider does not answer.');
  return { acceptedMsAgo: 0 };
}

async function handOver(
  dependencies: SendingDependencies,
  message: CodeMessage,
  recipient: Recipient,
): Promise<Acceptance> {
  const { serviceKeys, texts, mails } = dependencies;
  const { flow, number, lifeMs } = message;
  const key = `${workflowIdOf(flow.flow, flow.flowId)}/code/${number}@${flow.runId}`;
  const to = openAddress(serviceKeys, recipient.address);
  const words = wordsOf(dependencies, message, recipient);
  if (recipient.channel === 'mail')
    return handOverMail(dependencies, { key, to, mail: mailOf(mails, recipient.wording, words) });
  const braked = brakedMessageOf(message, prefixKeyOf(serviceKeys, to));
  await takeFromBrake(dependencies, braked);
  try {
    const text = textOf(texts, recipient.wording, words);
    return await handOverText(dependencies, { key, to, text, lifeMs });
  } catch (failure) {
    if (failure instanceof MessageDelayed && !failure.answerLost) await giveBackToBrake(dependencies, braked);
    throw failure;
  }
}

function brakedMessageOf({ flow, number }: CodeMessage, prefixKey: string | undefined): BrakedMessage {
  return {
    prefixKey,
    addressKey: flow.purpose === 'oneTimePassword' ? undefined : flow.addressKey,
    messageId: `${workflowIdOf(flow.flow, flow.flowId)}/${number}@${flow.runId}`,
  };
}

function wordsOf(
  { serviceKeys, workerKeys }: SendingDependencies,
  { flow, issue, lifeMs }: CodeMessage,
  { template, locale = flow.locale }: Recipient,
): CodeWords {
  const { supportReference } = flow;
  const workflowId = workflowIdOf(flow.flow, flow.flowId);
  return {
    locale,
    supportReference,
    code: codeOf(workerKeys.current('one-time code'), { workflowId, runId: flow.runId, issue }),
    lifeMinutes: Math.max(1, Math.floor(lifeMs / 60_000)),
    template: template === undefined ? '' : openAddress(serviceKeys, template),
  };
}
