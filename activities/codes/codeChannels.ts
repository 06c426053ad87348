import { ApplicationFailure } from '@temporalio/activity';
import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { BudgetEntry } from '../../src/database/budgetLedger';
import { MessageDelayed } from '../../src/messaging/channel';
import type { Mails } from '../../src/messaging/mails';
import type { Acceptance } from '../../src/messaging/sendOnce';
import type { Texts } from '../../src/messaging/texts';
import { codeOf } from '../../src/security/digests';
import type { MessageChannel } from '../../workflows/contracts/channels';
import type { CodeFlow, CodeMessage, CodeRoute, Recipient } from '../../workflows/contracts/codes';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { handOverMail, handOverText, openAddress, prefixKeyOf, type MessageSender } from '../messages';
import {
  giveBackToBrake,
  lookAtBrake,
  takeFromBrake,
  type BrakedMessage,
  type BrakeDependencies,
} from '../budgets';
import { mailOf, textOf, type CodeWords } from './codeWords';

export type CodeSender = MessageSender &
  BrakeDependencies & {
    readonly texts: Texts;
    readonly mails: Mails;
    readonly workerKeys: Keyring;
  };

/** One message of a flow, by what it is counted on. `request` counts from 1. */
export interface RequestedMessage {
  readonly flow: Pick<CodeFlow, 'flowId' | 'purpose' | 'addressKey'>;
  readonly route: Pick<CodeRoute, 'apparentChannel' | 'messageKey'>;
  readonly request: number;
  readonly now: number;
}

/** What a channel does with the codes of a flow. */
interface CodeChannel {
  /** The budgets that a message is taken from, the narrowest first. */
  budgetsOf(figures: Figures, message: RequestedMessage): BudgetEntry[];
  /**
   * Asks the provider whether it takes messages, where no message goes to it.
   *
   * @throws ApplicationFailure, retryable, where it takes none
   */
  askProvider(sender: CodeSender, message: CodeMessage): Promise<void>;
  /** Writes the message and hands it over once for its number; throws as `handOverMail`. */
  handOver(sender: CodeSender, message: CodeMessage, recipient: Recipient): Promise<Acceptance>;
}

/** Everything that differs from channel to channel when a worker sends codes. */
export const codeChannels: Readonly<Record<MessageChannel, CodeChannel>> = {
  sms: {
    budgetsOf: budgetsOfText,
    async askProvider(sender, message) {
      await lookAtBrake(sender, brakedMessageOf(message, message.prefixKey));
      refuseSilence(await sender.smsChannel.probe());
    },
    handOver: handOverTextWithCode,
  },
  mail: {
    budgetsOf: budgetsOfMail,
    async askProvider({ mailChannel }) {
      refuseSilence(await mailChannel.probe());
    },
    handOver(sender, message, recipient) {
      const mail = mailOf(sender.mails, recipient.wording, wordsOf(sender, message, recipient));
      return handOverMail(sender, { ...addressedTo(sender, message, recipient), mail });
    },
  },
};

/** A client of the one-time password API has each number's messages for itself. */
function budgetsOfText(figures: Figures, { flow, route, request, now }: RequestedMessage): BudgetEntry[] {
  const number = `${flow.purpose}.${route.messageKey}`;
  const numberAndAddress = `${number}.${flow.addressKey}`;
  const isOfClient = flow.purpose === 'oneTimePassword';
  const ofNumber: BudgetEntry = {
    purpose: 'SMS to a number',
    subject: isOfClient ? numberAndAddress : number,
    budget: figures.smsPerNumber,
    now,
  };
  if (isOfClient) return [ofNumber];
  const ofAddress: BudgetEntry = {
    purpose: 'SMS to a number for an address',
    subject: numberAndAddress,
    budget: figures.smsPerNumberAndAddress,
    now,
  };
  const flowOfAddress: BudgetEntry = {
    purpose: 'flow to a number for an address',
    subject: numberAndAddress,
    budget: figures.flowsPerNumberAndAddress,
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

/** What a client of the one-time password API sends was taken from its own budgets when its flow began. */
async function handOverTextWithCode(
  sender: CodeSender,
  message: CodeMessage,
  recipient: Recipient,
): Promise<Acceptance> {
  const { key, to } = addressedTo(sender, message, recipient);
  const text = textOf(sender.texts, recipient.wording, wordsOf(sender, message, recipient));
  const addressed = { key, to, text, lifeMs: message.lifeMs };
  if (message.flow.purpose === 'oneTimePassword') return handOverText(sender, addressed);
  const braked = brakedMessageOf(message, prefixKeyOf(sender.serviceKeys, to));
  await takeFromBrake(sender, braked);
  try {
    return await handOverText(sender, addressed);
  } catch (failure) {
    if (failure instanceof MessageDelayed && !failure.answerLost) await giveBackToBrake(sender, braked);
    throw failure;
  }
}

function addressedTo(
  { serviceKeys }: CodeSender,
  { flow, number }: CodeMessage,
  { address }: Recipient,
): { readonly key: string; readonly to: string } {
  const key = `${workflowIdOf(flow.flow, flow.flowId)}/code/${number}@${flow.runId}`;
  return { key, to: openAddress(serviceKeys, address) };
}

function refuseSilence(answers: boolean): void {
  if (!answers) throw ApplicationFailure.retryable('The provider does not answer.');
}

function brakedMessageOf({ flow, number }: CodeMessage, prefixKey: string | undefined): BrakedMessage {
  return {
    prefixKey,
    addressKey: flow.addressKey,
    messageId: `${workflowIdOf(flow.flow, flow.flowId)}/${number}@${flow.runId}`,
  };
}

function wordsOf(
  { serviceKeys, workerKeys }: CodeSender,
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
