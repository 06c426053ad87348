import type { Database } from '../../../src/database/database';
import type { LineVerdict, SimKind } from '../../../workflows/contracts/lines';
import type { Notice } from '../../../workflows/contracts/notices';
import {
  addLine,
  createCodeParts,
  eligibleVatNumber,
  lineKey,
  opened,
  otherVatNumber,
  resetRecords,
  seal,
  start,
  type CodeParts,
} from '../../support/codeActivities';
import { accountOf, type AccountChange } from '../../support/accounts';
import { dropTestDatabase, openTestDatabase } from '../../support/testDatabase';

export const first = '+393330000001';
export const notEligible = '+393330000002';
export const second = '+393330000003';
export const dataOnly = '+393330000005';
export const foreign = '+393330000006';
export const unknown = '+393330000099';

/** A proof of a line by an account; of the second line by the first one's account, unless told otherwise. */
interface Proof {
  readonly of?: string;
  readonly by?: string;
  readonly now?: number;
  readonly simKind?: SimKind;
  readonly mailbox?: string;
}

/** An employee with one line, whose account's id is that line, and lines that may be added to it or not. */
export class AssociationStage {
  private constructor(
    readonly database: Database,
    public parts: CodeParts,
  ) {}

  static async open(): Promise<AssociationStage> {
    const database = await openTestDatabase();
    return new AssociationStage(database, createCodeParts(database));
  }

  close(): Promise<void> {
    return dropTestDatabase(this.database);
  }

  async reset(): Promise<void> {
    const { database } = this;
    await resetRecords(database);
    await addLine(database, { _id: second });
    await addLine(database, { _id: dataOnly, simKind: 'data-only' });
    await addLine(database, { _id: foreign, vatNumber: otherVatNumber });
    await this.employee(first);
    this.parts = createCodeParts(database);
  }

  async employee(line: string, change: AccountChange = {}): Promise<string> {
    const account = accountOf('employee', {
      _id: line,
      username: line,
      vatNumber: eligibleVatNumber,
      heldBy: line,
      email: `of${line.slice(-2)}@azienda.example`,
      emailVerified: false,
      sessionEpoch: 2,
      reservedAt: new Date(start - 2),
      ...change,
    });
    await this.database.employees.create(account);
    await this.associate(line, line, 0);
    return line;
  }

  async associate(_id: string, accountId: string, slot: 0 | 1): Promise<void> {
    await this.database.lineAssociations.create({
      _id,
      accountId,
      slot,
      vatNumber: eligibleVatNumber,
      associatedBy: 'earlier',
      associatedAt: new Date(start - 1),
      simKind: 'voice',
      lineActivatedOn: '2024-01-01',
    });
  }

  /** Named by its account and by how it began. */
  async session(accountId: string, assurance: 'network' | 'password'): Promise<void> {
    const _id = `${accountId} by ${assurance}`;
    const at = new Date(start);
    const times = { createdAt: at, lastSeenAt: at, expiresAt: at };
    const held = { _id, tokenDigest: _id, requestDigest: _id, accountId, assurance, ...times };
    await this.database.sessions.create({ ...held, epoch: 2, transport: 'bearer' });
  }

  requestOf(flowId: string, { of = second, by = first, now = start, simKind = 'voice' }: Proof = {}) {
    const claim = { line: seal(of), lineKey: lineKey(of), simKind };
    const owner = { accountId: by, sessionEpoch: 2 };
    return { flowId, owner, claim, addressKey: 'address', now, supportReference: '38PHGP8HVB' };
  }

  async check(proof: Proof = {}, flowId = 'flow'): Promise<string> {
    return shown(await this.parts.activities.checkSecondLine(this.requestOf(flowId, proof)));
  }

  /** What the workflow does once the code was right. */
  async prove(flowId: string, proof: Proof = {}): Promise<string[]> {
    const request = this.requestOf(flowId, proof);
    const mailbox = proof.mailbox === undefined ? {} : { mailbox: seal(proof.mailbox) };
    const { activities } = this.parts;
    for (;;) {
      const { holders, notices } = await activities.holdersOfLine(request);
      const made = await activities.associateLine({ ...request, ...mailbox, holders });
      if (made.outcome === 'refused') return [made.refusal.code];
      if (made.outcome === 'associated') return [...notices, ...made.notices].map(told);
    }
  }

  async associations() {
    const found = await this.database.lineAssociations.find().sort({ _id: 1 }).lean();
    return found.map(({ _id, accountId, slot }) => [_id, accountId, slot]);
  }

  async events(): Promise<string[]> {
    const found = await this.database.auditEvents.find().lean();
    return found.map(({ event, actor }) => `${event} by ${actor.accountId}`).sort();
  }
}

function told({ wording, channel, address }: Notice): string {
  return `${wording} by ${channel} to ${opened({ channel, address, wording: 'simCode' })?.address}`;
}

/** A verdict in short, with what is sealed opened. */
function shown(verdict: LineVerdict): string {
  if (verdict.outcome === 'refused') return verdict.refusal.code;
  const { finding, route } = verdict;
  const recipient = opened(route.recipient);
  const to = recipient ? `${recipient.wording} to ${recipient.address}` : 'nobody';
  return `${finding}, ${route.apparentChannel}, ${to}, ${route.provable ? 'provable' : 'decoy'}`;
}
