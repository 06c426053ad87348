import { ApplicationFailure } from '@temporalio/activity';
import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { TelcoManager } from '../../src/database/accounts';
import type { Limits } from '../../src/limits/limits';
import { invitationMailRule } from '../../src/limits/rules';
import type { Step } from '../../src/limits/steps';
import type { Mails } from '../../src/messaging/mails';
import type { CustomerRecords } from '../../src/records/customerRecords';
import type { ActivationLinks } from '../../src/security/flowTokens';
import { keyedDigest, mailboxKeyOf } from '../../src/security/digests';
import { messageRefused, workflowIdOf, type Refusal } from '../../workflows/contracts/flow';
import {
  invitationMailKey,
  type TelcoManagerInvitationMessages,
} from '../../workflows/contracts/telcoManagerInvitation';
import { refusalOf } from '../limits';
import { handOverMail, type MailSender } from '../messages';

export interface InvitationMailDependencies extends MailSender {
  readonly records: Pick<CustomerRecords, 'contractsOf'>;
  readonly mails: Mails;
  readonly links: ActivationLinks;
}

type MailRequest = Parameters<TelcoManagerInvitationMessages['sendInvitationMail']>[0];

/** Workflow id of the flow, which is how accounts and send records name it. */
export function holderOf(flowId: string): string {
  return workflowIdOf('telcoManagerInvitation', flowId);
}

/** To the mailbox that the profile names now: a link of a profile that was deleted or invited anew never leaves. */
export async function sendInvitationMail(
  dependencies: InvitationMailDependencies,
  { flowId, supportReference, number, expiresAt }: MailRequest,
): Promise<void> {
  const { mails, links } = dependencies;
  const heldBy = holderOf(flowId);
  const manager = await managerOf(dependencies, heldBy);
  const { username, firstName, email, locale } = manager;
  const token = links.tokenOf('telcoManagerInvitation', flowId);
  const mail = mails.telcoManagerInvitation({
    locale,
    supportReference,
    companyName: await companyNameOf(dependencies, manager),
    firstName,
    username,
    link: links.linkOf(token),
    token,
    expiresAt: new Date(expiresAt),
  });
  await handOverMail(dependencies, { key: invitationMailKey(heldBy, number), to: email, mail });
}

async function managerOf({ database }: InvitationMailDependencies, heldBy: string): Promise<TelcoManager> {
  const manager = await database.telcoManagers.findOne({ heldBy, status: 'reserved' }).lean();
  if (manager) return manager;
  throw ApplicationFailure.nonRetryable('The invitation is over.', messageRefused);
}

/** Where the records name no contract of the company any more, its VAT number stands for it. */
async function companyNameOf(
  { records }: InvitationMailDependencies,
  { vatNumber }: TelcoManager,
): Promise<string> {
  const [contract] = await records.contractsOf(vatNumber);
  return contract?.companyName ?? vatNumber;
}

export interface MailLimitDependencies {
  readonly limits: Limits;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

/** Which mail of a flow; `number` counts from 1, `now` in milliseconds since 1970. */
interface CountedMail {
  readonly flowId: string;
  readonly number: number;
  readonly now: number;
}

type Addressee = Pick<TelcoManager, 'vatNumber' | 'email'>;

/** Why a further mail to the mailbox is refused; null when it may go out. A repeated call is not counted again. */
export async function takeMail(
  dependencies: MailLimitDependencies,
  manager: Addressee,
  mail: CountedMail,
): Promise<Refusal | null> {
  const refused = await dependencies.limits.take(stepOf(dependencies, manager, mail));
  return refusalOf('MESSAGE_BUDGET_SPENT', refused?.wait, mail.now);
}

/** For a mail that then does not go out. */
export async function giveMailBack(
  dependencies: MailLimitDependencies,
  manager: Addressee,
  mail: CountedMail,
): Promise<void> {
  await dependencies.limits.giveBack(stepOf(dependencies, manager, mail));
}

/** By mailbox and, within that, by company: no company uses up what others may write to a mailbox. */
function stepOf(
  { figures, serviceKeys }: MailLimitDependencies,
  { vatNumber, email }: Addressee,
  { flowId, number, now }: CountedMail,
): Step {
  const mailbox = mailboxKeyOf(serviceKeys, email);
  return {
    useId: `${flowId}/${number}`,
    about: mailbox,
    subject: { purpose: 'invitation mail', key: mailbox, rule: invitationMailRule(figures) },
    sharer: keyedDigest(serviceKeys, 'VAT number', vatNumber),
    now,
  };
}
