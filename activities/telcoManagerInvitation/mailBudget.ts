import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { Account } from '../../src/database/accounts';
import type { BudgetEntry, BudgetLedger } from '../../src/database/budgetLedger';
import { keyedDigest } from '../../src/security/digests';
import { mailboxKeyOf } from '../../src/security/subjectKeys';
import type { Refusal } from '../../workflows/contracts/flow';
import { refusalOf } from '../budgets';

export interface MailBudgetDependencies {
  readonly budgets: BudgetLedger;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

/** Which mail of a flow; `number` counts from 1, `now` in milliseconds since 1970. */
interface CountedMail {
  readonly flowId: string;
  readonly number: number;
  readonly now: number;
}

type Addressee = Pick<Account, 'vatNumber' | 'email'>;

/** Why a further mail to the mailbox is refused; null when it may go out. A repeated call is not counted again. */
export async function takeMail(
  dependencies: MailBudgetDependencies,
  manager: Addressee,
  { flowId, number, now }: CountedMail,
): Promise<Refusal | null> {
  const entries = mailBudgets(dependencies, manager, now);
  const answer = await dependencies.budgets.takeAll(entries, `${flowId}/${number}`);
  return refusalOf('MESSAGE_BUDGET_SPENT', answer, now);
}

/** For a mail that then does not go out. */
export async function giveMailBack(
  dependencies: MailBudgetDependencies,
  manager: Addressee,
  { flowId, number, now }: CountedMail,
): Promise<void> {
  const entries = mailBudgets(dependencies, manager, now);
  await dependencies.budgets.giveBack(entries, `${flowId}/${number}`);
}

/** By mailbox and, within that, by company: no company uses up what others may write to a mailbox. */
function mailBudgets(
  { figures, serviceKeys }: MailBudgetDependencies,
  { vatNumber, email = '' }: Addressee,
  now: number,
): BudgetEntry[] {
  const mailbox = mailboxKeyOf(serviceKeys, email);
  const companyAndMailbox = `${keyedDigest(serviceKeys, 'VAT number', vatNumber)}.${mailbox}`;
  const { mailsPerMailboxAndAddress: ofCompany, mailsPerAddress: ofMailbox } = figures;
  return [
    { purpose: 'invitation mail of a company', subject: companyAndMailbox, budget: ofCompany, now },
    { purpose: 'invitation mail', subject: mailbox, budget: ofMailbox, now },
  ];
}
