import type { ClientSession } from 'mongoose';
import type { Account } from '../../database/accounts';
import type { Database } from '../../database/database';
import { signsInByNetwork, type LineAssociation } from '../../database/lineAssociations';
import type { ProofUses } from '../../database/proofUses';
import type { Session } from '../../database/sessions';
import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import { Problem } from '../../errors/problem';
import { type CustomerRecords, hasLine, type RecordedLine } from '../../records/customerRecords';
import {
  LineNotRecognised,
  NetworkUnreachable,
  type LineRecogniser,
  type RecognisedLine,
} from '../../security/lineRecognition';
import { unavailable } from '../../temporal/flowFailures';
import { isAway, type DatabaseDeadline } from '../../http/databaseDeadline';
import type { SecurityEvents } from '../securityEvents';
import { openInPlaceOf } from '../sessions/sessionTokens';

export interface NetworkSignInRequest {
  readonly transport: Session['transport'];
  /** Names the request: repeated, it finds its own session. */
  readonly requestId: string;
  readonly addressKey: string;
  /** Of a session that this one takes the place of. */
  readonly formerToken: string | undefined;
}

export interface NetworkSignInAnswer extends OpenedSession {
  readonly account: Account;
}

export interface NetworkSignInDependencies {
  readonly database: Pick<Database, 'accounts' | 'lineAssociations'>;
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly uses: ProofUses;
  readonly records: Pick<CustomerRecords, 'lineOf'>;
  readonly securityEvents: SecurityEvents;
  readonly now: () => Date;
}

/** The owner of a recognised line. */
interface Owner {
  readonly account: Account;
  readonly association: LineAssociation;
}

/** Signs employees in by the line that the network recognised (rules 7 to 9 of the FAQ): nothing else of the request counts. */
export class NetworkSignIn {
  constructor(private readonly dependencies: NetworkSignInDependencies) {}

  /**
   * @param recogniser of this kind of evidence; undefined where the operator has none
   * @throws Problem `LINE_NOT_RECOGNISED`, `LINE_NOT_REGISTERED`, `AUTOLOGIN_OFF`, `TEMPORARILY_UNAVAILABLE`
   */
  async signIn<Evidence>(
    recogniser: LineRecogniser<Evidence> | undefined,
    evidence: Evidence,
    request: NetworkSignInRequest,
  ): Promise<NetworkSignInAnswer> {
    const recognised = await recognisedBy(recogniser, evidence);
    const { uses, databaseDeadline } = this.dependencies;
    if (!(await databaseDeadline.within(uses.take(recognised, request.requestId))))
      throw new Problem('LINE_NOT_RECOGNISED');
    for (;;) {
      const answer = await this.open(await this.admitted(recognised, request), request);
      if (answer) return answer;
    }
  }

  private async admitted(recognised: RecognisedLine, request: NetworkSignInRequest): Promise<Owner> {
    const { line } = recognised;
    const owner = await this.ownerOf(line);
    if (!owner) return this.refuse(recognised, request, new Problem('LINE_NOT_REGISTERED', { line }));
    if (!signsInByNetwork(owner.association))
      return this.refuse(recognised, request, new Problem('AUTOLOGIN_OFF'), owner.account);
    return owner;
  }

  private async refuse(
    { proofId, line }: RecognisedLine,
    { addressKey }: NetworkSignInRequest,
    problem: Problem,
    account?: Account,
  ): Promise<never> {
    const { securityEvents } = this.dependencies;
    await securityEvents.recognitionRefused({ proofId, line, detail: problem.code, addressKey, account });
    throw problem;
  }

  /** Reads the same for every line. Only an employee who still has the line is its owner. */
  private async ownerOf(msisdn: string): Promise<Owner | undefined> {
    const { database, databaseDeadline } = this.dependencies;
    const [association, line] = await Promise.all([
      databaseDeadline.within(database.lineAssociations.findById(msisdn).lean().exec()),
      this.recordedLine(msisdn),
    ]);
    const found = database.accounts.findById(association?.accountId ?? '').lean();
    const account = await databaseDeadline.within(found.exec());
    return account && association && hasLine(account, association, line)
      ? { account, association }
      : undefined;
  }

  private async recordedLine(msisdn: string): Promise<RecordedLine | undefined> {
    try {
      return await this.dependencies.records.lineOf(msisdn);
    } catch (error) {
      throw isAway(error) ? unavailable(error) : error;
    }
  }

  /** Undefined where the account has lost the line, or switched it off, before the session begins. */
  private async open(
    { account, association }: Owner,
    { transport, requestId, formerToken, addressKey }: NetworkSignInRequest,
  ): Promise<NetworkSignInAnswer | undefined> {
    const { sessions, securityEvents, now } = this.dependencies;
    const owner = { accountId: account._id, epoch: account.sessionEpoch ?? 0 };
    const wanted = { ...owner, assurance: 'network', transport, idempotencyKey: requestId } as const;
    const holds = (transaction: ClientSession) => this.stillSignsIn(association, transaction);
    const opening = sessions.openIf(holds, wanted, now().getTime());
    const opened = await openInPlaceOf(this.dependencies, formerToken, opening, ({ session }) =>
      securityEvents.signedIn(account, session, addressKey),
    );
    return opened && { ...opened, account };
  }

  /** Always a write, so that a concurrent release, take-over or switch-off finds the session and ends it. */
  private async stillSignsIn(
    { _id, accountId, associatedBy, autologin }: LineAssociation,
    transaction: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.dependencies.database.lineAssociations.updateOne(
      { _id, accountId, associatedBy, autologin: autologin ?? { $exists: false } },
      { $inc: { networkSignIns: 1 } },
      { session: transaction },
    );
    return matchedCount === 1;
  }
}

async function recognisedBy<Evidence>(
  recogniser: LineRecogniser<Evidence> | undefined,
  evidence: Evidence,
): Promise<RecognisedLine> {
  if (!recogniser) throw new Problem('LINE_NOT_RECOGNISED');
  try {
    return await recogniser.recognise(evidence);
  } catch (error) {
    if (error instanceof LineNotRecognised) throw new Problem('LINE_NOT_RECOGNISED', { cause: error });
    throw error instanceof NetworkUnreachable ? unavailable(error) : error;
  }
}
