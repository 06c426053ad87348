import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { workflowIdOf } from '../../../workflows/contracts/flow';
import type { Figures } from '../../config/figures';
import type { Keyring } from '../../config/keys';
import type { Account } from '../../database/accounts';
import type { Database } from '../../database/database';
import { sweepMarginMs } from '../../database/documents';
import type { ConfirmedSignIn } from '../../database/flowNotes';
import type { NewSession, OpenedSession, SessionStore } from '../../database/sessionStore';
import { Problem } from '../../errors/problem';
import type { Limits } from '../../limits/limits';
import { sharerOf } from '../../limits/origins';
import { codeSignInRules, originRule } from '../../limits/rules';
import type { CountedSubject, Step } from '../../limits/steps';
import { accountNameKeyOf } from '../../security/digests';
import type { KnownDevices } from '../../security/knownDevices';
import { normalisePassword, type PasswordHashing } from '../../security/passwords';
import { sealComparedAccount } from '../../security/sealing';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import type { SecurityEvents } from '../securityEvents';
import { openInPlaceOf } from './sessionTokens';
import type { Credentials, SignInAnswer } from './signIn';
import type { Tries } from './tries';

export interface CodeSignInDependencies {
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly tries: Tries;
  readonly limits: Limits;
  readonly securityEvents: SecurityEvents;
  readonly passwordHashing: PasswordHashing;
  readonly knownDevices: KnownDevices;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
  readonly now: () => Date;
}

/** A password that is compared, and whose verdict no answer tells. */
export interface BlindComparison {
  /** As normalised. */
  readonly name: string;
  readonly password: string;
  readonly addressKey: string;
  /** Of the flow that it begins: the same request repeated is counted once. */
  readonly flowId: string;
}

type Opening = Pick<
  Credentials,
  'transport' | 'idempotencyKey' | 'addressKey' | 'deviceToken' | 'formerToken'
>;

interface Compared {
  /** A try that nothing was told of is wrong until its code is right. */
  readonly isRight: false;
  readonly account: Account | null;
  readonly isPasswordRight: boolean;
}

/** Both ends of a sign-in with a code beside the password; `newDeviceConfirmation` is between them. */
export class CodeSignIn {
  constructor(private readonly dependencies: CodeSignInDependencies) {}

  /**
   * Compares the password, with the same counts and work whether it is right, wrong, or the name is unknown.
   *
   * @returns for the flow, sealed: the account, or after a wrong password one that does not exist
   * @throws Problem `SIGN_IN_WAIT`, `OVERLOADED`
   */
  async compare(asked: BlindComparison): Promise<string> {
    const { serviceKeys, tries, securityEvents } = this.dependencies;
    const { flowId, addressKey, name } = asked;
    const nameKey = accountNameKeyOf(serviceKeys, name);
    const { account, isPasswordRight } = await tries.attempt(
      this.waysOf(nameKey, addressKey, flowId),
      () => this.compared(asked),
      {
        whenRefused: () => Promise.resolve(),
        whenCompared: async (compared) => {
          await securityEvents.codeAsked({ entryId: flowId, addressKey, nameKey, ...compared });
          return compared;
        },
      },
    );
    const { _id, sessionEpoch = 0 } =
      account && isPasswordRight ? account : { _id: randomUUID(), sessionEpoch: 0 };
    return sealComparedAccount(serviceKeys, { accountId: _id, sessionEpoch });
  }

  /**
   * Opens the one session of a flow whose code was right, and makes the device known. Waits of the account stay as they are.
   *
   * @throws Problem `FLOW_EXPIRED` where it was opened by another request, or is not opened in time
   */
  async open(flowId: string, request: Opening): Promise<SignInAnswer> {
    const { securityEvents, knownDevices, now } = this.dependencies;
    const workflowId = workflowIdOf('newDeviceConfirmation', flowId);
    const { confirmed, account } = await this.confirmedBy(workflowId);
    const owner = { accountId: account._id, epoch: confirmed.epoch };
    const wanted = {
      ...owner,
      assurance: 'passwordAndCode',
      transport: request.transport,
      idempotencyKey: `${flowId}/${request.idempotencyKey}`,
    } as const;
    const opened = await openInPlaceOf(
      this.dependencies,
      request.formerToken,
      this.opened(workflowId, wanted),
      async ({ session }) => {
        await securityEvents.signedIn(account, session, request.addressKey);
        await this.takeBack(account.username, confirmed, flowId);
      },
    );
    if (!opened) throw new Problem('FLOW_EXPIRED');
    const deviceToken = knownDevices.issueUnlessKnown(request.deviceToken, owner, now().getTime());
    return { ...opened, account, deviceToken };
  }

  private async compared({ name, password }: BlindComparison): Promise<Compared> {
    const { database, databaseDeadline, passwordHashing } = this.dependencies;
    const found = database.accounts.findOne({ username: name, status: 'active' }).lean();
    const account = await databaseDeadline.within(found.exec());
    const verdict = await passwordHashing.verify(account?.passwordHash, normalisePassword(password));
    return { isRight: false, account, isPasswordRight: verdict !== 'wrong' };
  }

  private async confirmedBy(
    workflowId: string,
  ): Promise<{ readonly confirmed: ConfirmedSignIn; readonly account: Account }> {
    const { database, databaseDeadline } = this.dependencies;
    const confirmed = await databaseDeadline.within(
      database.confirmedSignIns.findById(workflowId).lean().exec(),
    );
    const owner = { _id: confirmed?.accountId ?? '', status: 'active' } as const;
    const account = await databaseDeadline.within(database.accounts.findOne(owner).lean().exec());
    if (!confirmed || !account || (account.sessionEpoch ?? 0) !== confirmed.epoch)
      throw new Problem('FLOW_EXPIRED');
    return { confirmed, account };
  }

  /** Asked again, because the same request may have opened it at the same moment: then it finds that session. */
  private async opened(workflowId: string, wanted: NewSession): Promise<OpenedSession | undefined> {
    const { sessions, now } = this.dependencies;
    const time = now();
    const isFirst = (transaction: ClientSession) => this.takeConfirmed(workflowId, time, transaction);
    const open = () => sessions.openIf(isFirst, wanted, time.getTime());
    return (await open()) ?? open();
  }

  private async takeConfirmed(_id: string, time: Date, session: ClientSession): Promise<boolean> {
    const keptUntil = new Date(time.getTime() + sweepMarginMs);
    const { matchedCount } = await this.dependencies.database.confirmedSignIns.updateOne(
      { _id, openedAt: { $exists: false }, expiresAt: { $gt: keptUntil } },
      { $set: { openedAt: time } },
      { session },
    );
    return matchedCount === 1;
  }

  /** Each origin has a share of its own, so that others never keep it out; past it, what all may take of a name. */
  private waysOf(nameKey: string, addressKey: string, flowId: string): readonly [Step, Step] {
    const { figures, now } = this.dependencies;
    const { own, further } = codeSignInRules(figures);
    const counted = {
      useId: `${flowId}/password`,
      about: nameKey,
      origin: { key: addressKey, rule: originRule(figures), does: 'failures', mark: 'later' },
      sharer: sharerOf(addressKey),
      now: now().getTime(),
    } as const;
    const ofOwn = `${nameKey}.${counted.sharer}`;
    const subject: CountedSubject = { purpose: 'sign-in with a code from an origin', key: ofOwn, rule: own };
    return [
      { ...counted, subject },
      { ...counted, subject: { purpose: 'sign-in with a code', key: nameKey, rule: further } },
    ];
  }

  /** What was proved in the end counts for nothing. */
  private async takeBack(name: string, { askedFrom }: ConfirmedSignIn, flowId: string): Promise<void> {
    const { limits, databaseDeadline, serviceKeys } = this.dependencies;
    const [own, further] = this.waysOf(accountNameKeyOf(serviceKeys, name), askedFrom, flowId);
    await Promise.all([
      databaseDeadline.within(limits.forgive(own)),
      databaseDeadline.within(limits.giveBack(further)),
    ]);
  }
}
