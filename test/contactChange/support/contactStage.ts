import type { Database } from '../../../src/database/database';
import type { ContactVerdict } from '../../../workflows/contracts/contactChange';
import type { Notice } from '../../../workflows/contracts/notices';
import {
  createCodeParts,
  eligibleVatNumber,
  lineKey,
  mailboxKey,
  opened,
  resetRecords,
  seal,
  start,
  type CodeParts,
} from '../../support/codeActivities';
import { accountOf } from '../../support/accounts';
import { dropTestDatabase, openTestDatabase } from '../../support/testDatabase';

export const line = '+393330000001';
export const oldMailbox = 'vecchio@azienda.example';
export const newMailbox = 'nuovo@azienda.example';
export const oldMobile = '+393331112222';
export const newMobile = '+393331113333';

/** Another contact for an account; the new mailbox for the employee's, unless told otherwise. */
interface Wish {
  readonly by?: 'employee' | 'administrator' | 'nobody';
  readonly to?: string;
  readonly now?: number;
  readonly addressKey?: string;
}

const account = { vatNumber: eligibleVatNumber, heldBy: 'none', email: oldMailbox, sessionEpoch: 2 };

/** An employee with a line and an administrator with a mobile, both with the old mailbox. */
export class ContactStage {
  private constructor(
    readonly database: Database,
    public parts: CodeParts,
  ) {}

  static async open(): Promise<ContactStage> {
    const database = await openTestDatabase();
    return new ContactStage(database, createCodeParts(database));
  }

  close(): Promise<void> {
    return dropTestDatabase(this.database);
  }

  async reset(): Promise<void> {
    const { database } = this;
    await resetRecords(database);
    const administrator = { _id: 'administrator', username: 'ChiaraEsempio', mobile: oldMobile };
    await database.employees.create(accountOf('employee', { ...account, _id: 'employee', username: line }));
    await database.userAdmins.create(accountOf('userAdmin', { ...account, ...administrator }));
    await database.lineAssociations.create({
      _id: line,
      accountId: 'employee',
      slot: 0,
      vatNumber: eligibleVatNumber,
      associatedBy: 'earlier',
      associatedAt: new Date(start),
      simKind: 'voice',
      lineActivatedOn: '2024-01-01',
    });
    this.parts = createCodeParts(database);
  }

  requestOf(
    flowId: string,
    { by = 'employee', to = newMailbox, now = start, addressKey = 'address' }: Wish = {},
  ) {
    const owner = { accountId: by, sessionEpoch: 2 };
    const contact = to.startsWith('+')
      ? ({ channel: 'sms', address: seal(to), key: lineKey(to) } as const)
      : ({ channel: 'mail', address: seal(to), key: mailboxKey(to) } as const);
    return { flowId, owner, contact, addressKey, now, supportReference: '38PHGP8HVB' };
  }

  async check(wish: Wish = {}, flowId = 'flow'): Promise<string> {
    return shown(await this.parts.activities.checkContact(this.requestOf(flowId, wish)));
  }

  /** What the workflow does once the code was right. */
  async prove(flowId: string, wish: Wish = {}): Promise<string[]> {
    const request = this.requestOf(flowId, wish);
    const { activities } = this.parts;
    for (;;) {
      const { notices, ...former } = await activities.formerContact(request);
      const change = await activities.changeContact({ ...request, ...former });
      if (change.outcome === 'refused') return [change.refusal.code];
      if (change.outcome === 'changed') return notices.map(told);
    }
  }

  async contactsOf(_id: 'employee' | 'administrator') {
    const found = await this.database.accounts.findById(_id).lean();
    const mobile = found && found.kind !== 'employee' ? found.mobile : undefined;
    return { email: found?.email, emailVerified: found?.emailVerified, mobile };
  }
}

function shown(verdict: ContactVerdict): string {
  if (verdict.outcome === 'refused') return verdict.refusal.code;
  const { apparentChannel, recipient, provable } = verdict.route;
  const { wording, address } = opened(recipient) ?? {};
  return `${apparentChannel}, ${wording} to ${address}, ${provable ? 'provable' : 'decoy'}`;
}

function told({ wording, channel, address }: Notice): string {
  return `${wording} by ${channel} to ${opened({ channel, address, wording: 'contactCode' })?.address}`;
}
