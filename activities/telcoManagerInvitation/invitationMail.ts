import { ApplicationFailure } from '@temporalio/activity';
import type { Account } from '../../src/database/accounts';
import type { Mails } from '../../src/messaging/mails';
import type { CustomerRecords } from '../../src/records/customerRecords';
import type { ActivationLinks } from '../../src/security/activationLinks';
import { messageRefused } from '../../workflows/contracts/flow';
import {
  invitationMailKey,
  type TelcoManagerInvitationMessages,
} from '../../workflows/contracts/telcoManagerInvitation';
import { handOverMail, type MailSender } from '../messages';
import { holderOf } from './managerReservation';

export interface InvitationMailDependencies extends MailSender {
  readonly records: Pick<CustomerRecords, 'contractsOf'>;
  readonly mails: Mails;
  readonly links: ActivationLinks;
}

type MailRequest = Parameters<TelcoManagerInvitationMessages['sendInvitationMail']>[0];

/** To the mailbox that the profile names now: a link of a profile that was deleted or invited anew never leaves. */
export async function sendInvitationMail(
  dependencies: InvitationMailDependencies,
  { flowId, supportReference, number, expiresAt }: MailRequest,
): Promise<void> {
  const { mails, links } = dependencies;
  const heldBy = holderOf(flowId);
  const manager = await managerOf(dependencies, heldBy);
  const { username, firstName = '', email = '', locale } = manager;
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

async function managerOf({ database }: InvitationMailDependencies, heldBy: string): Promise<Account> {
  const manager = await database.accounts.findOne({ heldBy, status: 'reserved' }).lean();
  if (manager) return manager;
  throw ApplicationFailure.nonRetryable('The invitation is over.', messageRefused);
}

/** Where the records name no contract of the company any more, its VAT number stands for it. */
async function companyNameOf(
  { records }: InvitationMailDependencies,
  { vatNumber }: Account,
): Promise<string> {
  const [contract] = await records.contractsOf(vatNumber);
  return contract?.companyName ?? vatNumber;
}
