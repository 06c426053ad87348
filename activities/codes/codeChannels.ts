import { ApplicationFailure } from '@temporalio/activity';
import type { Keyring } from '../../src/config/keys';
import { type Channels, MessageDelayed } from '../../src/messaging/channel';
import type { Mails, RenderedMail } from '../../src/messaging/mails';
import type { Acceptance } from '../../src/messaging/sendRecords';
import type { Texts } from '../../src/messaging/texts';
import { sharerOf } from '../../src/limits/origins';
import type { Step } from '../../src/limits/steps';
import type { RaiseAlarm } from '../../src/observability/alarms';
import { codeOf } from '../../src/security/digests';
import type { MessageChannel, NumberChannel } from '../../workflows/contracts/channels';
import type { CodeMessage, CodeWording, Recipient } from '../../workflows/contracts/codes';
import { type Locale, messageRefused, workflowIdOf } from '../../workflows/contracts/flow';
import { handOverMail, handOverText, openAddress, type MessageSender } from '../messages';
import { brakesOn, isOfClient, type LimitDependencies, originOfFlow, sentSubjectOf } from '../limits';

export type CodeSender = MessageSender &
  LimitDependencies & {
    readonly raiseAlarm: RaiseAlarm;
    readonly texts: Texts;
    readonly mails: Mails;
    readonly workerKeys: Keyring;
  };

/** How a channel takes codes to people. */
interface CodeChannel {
  /**
   * Asks the provider whether it takes messages, where no message goes to it.
   *
   * @throws ApplicationFailure, retryable, where it takes none
   */
  askProvider(sender: CodeSender, message: CodeMessage): Promise<void>;
  /** Writes the message and hands it over once for its number; throws as `handOverMail`. */
  handOver(sender: CodeSender, message: CodeMessage, recipient: Recipient): Promise<Acceptance>;
}

/** How a worker sends codes by each channel. What they are counted on: `stepOfMessage`. */
export const codeChannels: Readonly<Record<MessageChannel, CodeChannel>> = {
  sms: withBrake('sms', {
    askProvider: ({ channels }) => ask(channels.sms),
    handOver(sender, message, recipient) {
      const text = textOf(sender.texts, recipient.wording, wordsOf(sender, message, recipient));
      return handOverText(sender, {
        ...addressedTo(sender, message, recipient),
        text,
        lifeMs: message.lifeMs,
      });
    },
  }),
  mail: {
    askProvider: ({ channels }) => ask(channels.mail),
    handOver(sender, message, recipient) {
      const mail = mailOf(sender.mails, recipient.wording, wordsOf(sender, message, recipient));
      return handOverMail(sender, { ...addressedTo(sender, message, recipient), mail });
    },
  },
};

/**
 * A channel to numbers: what one origin sends to a prefix has a share, and the brakes of prefix and service look on. A client of
 * the one-time password API is judged when its flow begins.
 */
function withBrake(channel: NumberChannel, way: CodeChannel): CodeChannel {
  return {
    askProvider(sender, message) {
      const step = { ...stepOf(sender, channel, message), isCountedByBrakes: false };
      return counted(sender, step, () => way.askProvider(sender, message));
    },
    handOver(sender, message, recipient) {
      const handOver = () => way.handOver(sender, message, recipient);
      return isOfClient(message.flow)
        ? handOver()
        : counted(sender, stepOf(sender, channel, message), handOver);
    },
  };
}

/** Counts a message before it is handed over. One that its provider did not take is not counted, and neither is its decoy. */
async function counted<Sent>(sender: CodeSender, step: Step, send: () => Promise<Sent>): Promise<Sent> {
  const isCountedNow = await countMessage(sender, step);
  try {
    return await send();
  } catch (failure) {
    if (isCountedNow && isUntaken(failure)) await sender.limits.giveBack(step);
    throw failure;
  }
}

/**
 * @returns false where a former try was counted: its answer was lost, or it is still under way
 * @throws ApplicationFailure, retryable, where the origin is slowed down: the message waits
 */
async function countMessage({ limits, raiseAlarm }: CodeSender, step: Step): Promise<boolean> {
  const seen = await limits.look(step);
  if (!seen.isCounted && seen.brakesOn.length > 0) raiseAlarm('textMessagesBraked');
  const { wait, isCounted } = await limits.settle(step, seen, false);
  if (!wait) return !isCounted;
  throw ApplicationFailure.retryable('Too many messages of this origin went to numbers; this one waits.');
}

function isUntaken(failure: unknown): boolean {
  if (failure instanceof MessageDelayed) return !failure.answerLost;
  return failure instanceof ApplicationFailure && failure.nonRetryable !== true;
}

function stepOf(
  { figures, now }: CodeSender,
  channel: NumberChannel,
  { flow, number, prefixKey }: CodeMessage,
): Step {
  return {
    useId: `${flow.flowId}/message ${number}`,
    about: flow.subjectKey,
    subject: sentSubjectOf(figures, flow, prefixKey),
    origin: originOfFlow(figures, flow, 'starts', 'never'),
    sharer: sharerOf(flow.addressKey),
    brakes: brakesOn(figures, channel, flow, prefixKey),
    now: now().getTime(),
  };
}

function addressedTo(
  { serviceKeys }: CodeSender,
  { flow, number }: CodeMessage,
  { address }: Recipient,
): { readonly key: string; readonly to: string } {
  const key = `${workflowIdOf(flow.flow, flow.flowId)}/code/${number}@${flow.runId}`;
  return { key, to: openAddress(serviceKeys, address) };
}

async function ask(channel: Channels[MessageChannel]): Promise<void> {
  if (!(await channel.probe())) throw ApplicationFailure.retryable('The provider does not answer.');
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

/** What the messages of a code flow say. */
interface CodeWords {
  readonly locale: Locale;
  readonly supportReference: string;
  readonly code: string;
  readonly lifeMinutes: number;
  /** Words of a client of the one-time password API. */
  readonly template: string;
}

/** The text message of a wording. */
function textOf(texts: Texts, wording: Recipient['wording'], words: CodeWords): string {
  const { code, template } = words;
  switch (wording) {
    case 'clientTemplate':
      return texts.camara({ message: template, code });
    case 'askUserAdmin':
      throw withoutWords(wording);
    case 'registrationCode':
    case 'takeoverCode':
    case 'recoveryCode':
    case 'simCode':
    case 'simTakeoverCode':
    case 'contactCode':
    case 'signInCode':
    case 'otherPortal':
    case 'otherCompany':
    case 'dataOnlyLine':
    case 'voiceLine':
      return texts[wording](words);
  }
}

/** The mail of a wording. */
function mailOf(mails: Mails, wording: Recipient['wording'], words: CodeWords): RenderedMail {
  const { locale, supportReference, code, lifeMinutes } = words;
  switch (wording) {
    case 'registrationCode':
    case 'takeoverCode':
    case 'recoveryCode':
    case 'simCode':
    case 'simTakeoverCode':
    case 'contactCode':
    case 'signInCode':
      return mails[wording]({ locale, supportReference, code, lifeMinutes });
    case 'askUserAdmin':
      return mails.askUserAdmin({ locale, supportReference });
    case 'clientTemplate':
    case 'otherPortal':
    case 'otherCompany':
    case 'dataOnlyLine':
    case 'voiceLine':
      throw withoutWords(wording);
  }
}

function withoutWords(wording: CodeWording): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`"${wording}" has no words for this channel.`, messageRefused);
}
