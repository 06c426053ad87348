import { createHash } from 'node:crypto';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Figures } from '../../config/figures';
import type { Account } from '../../database/accounts';
import type { Database } from '../../database/database';
import { type Passkey, suspendedSince } from '../../database/passkeys';
import type { PasskeyStore } from '../../database/passkeyStore';
import type { ProofUses } from '../../database/proofUses';
import { Problem } from '../../errors/problem';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import { sharerOf } from '../../limits/origins';
import { originRule } from '../../limits/rules';
import type { Step } from '../../limits/steps';
import { challengeIn, type PasskeyCeremonies, type SignedUse } from '../../security/passkeyCeremonies';
import type { ChallengePurpose, OpenChallenge, PasskeyChallenges } from '../../security/passkeyChallenges';
import type { Comparison, Tries } from '../sessions/tries';
import type { Assertion } from './answers';
import type { PasskeyEvents } from './events';

export interface AssertionDependencies {
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly passkeys: PasskeyStore;
  readonly ceremonies: PasskeyCeremonies;
  readonly challenges: PasskeyChallenges;
  readonly proofUses: ProofUses;
  readonly tries: Tries;
  readonly passkeyEvents: PasskeyEvents;
  readonly figures: Figures;
  readonly now: () => Date;
}

/** An answer of a passkey, and who sends it. */
export interface GivenAssertion {
  readonly assertion: Assertion;
  readonly idempotencyKey: string;
  readonly addressKey: string;
  readonly workProved: boolean;
  /** Whose passkey it has to be; undefined where it tells that. */
  readonly accountId?: string;
}

/** Whom a passkey proves. */
export interface ProvenByPasskey {
  readonly account: Account;
  readonly passkey: Passkey;
  /** Names the use. */
  readonly useId: string;
}

/** A passkey that an answer names, with its account: undefined where there is none. */
interface Found {
  readonly passkey: Passkey | undefined;
  readonly account: Account | undefined;
}

type Judged = Comparison & Found & { readonly isCopy: boolean };

/**
 * Answers of passkeys, to sign in and to prove oneself anew. Everything that is wrong has one refusal, after the same work: whether
 * there is such a passkey, and in what state, shows to its holder alone.
 */
export class PasskeyAssertions {
  constructor(private readonly dependencies: AssertionDependencies) {}

  /** @param allowed undefined: whichever the person chooses, so that the answer is the same for everybody */
  options(
    bound: ChallengePurpose,
    allowed?: readonly Passkey[],
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { ceremonies, challenges, now } = this.dependencies;
    return ceremonies.requestOptions(challenges.issue(bound, now().getTime()), allowed);
  }

  /** @throws Problem `PASSKEY_REFUSED`, `SIGN_IN_WAIT` */
  async prove(bound: ChallengePurpose, given: GivenAssertion): Promise<ProvenByPasskey> {
    const { tries, passkeyEvents, now } = this.dependencies;
    const { assertion, addressKey } = given;
    const text = challengeIn(assertion);
    const challenge = this.dependencies.challenges.open(text, bound, now().getTime());
    const useId = digestOf(given);
    const { account, passkey } = await tries.attempt(
      [this.tryOf(given, useId)],
      () => this.judged(given, { text, challenge, useId }),
      {
        whenRefused: () => Promise.resolve(),
        whenCompared: async ({ isRight, isCopy, ...found }) => {
          if (isRight) return found;
          const told = { useId, account: found.account, addressKey };
          if (isCopy && found.account) await passkeyEvents.suspected({ ...told, account: found.account });
          else await passkeyEvents.refused(told);
          return { account: undefined, passkey: undefined };
        },
      },
    );
    if (!account || !passkey) throw new Problem('PASSKEY_REFUSED');
    return { account, passkey, useId };
  }

  /** The challenge is used up first, whatever comes of it. */
  private async judged(
    { assertion, accountId }: GivenAssertion,
    {
      text,
      challenge,
      useId,
    }: { readonly text: string; readonly challenge: OpenChallenge | undefined; readonly useId: string },
  ): Promise<Judged> {
    const { ceremonies, proofUses, databaseDeadline, now } = this.dependencies;
    const spent = challenge ?? { proofId: `none/${useId}`, goodUntil: now().getTime() };
    const [found, isFirst] = await Promise.all([
      this.find(assertion.id),
      databaseDeadline.within(proofUses.take(spent, useId)),
    ]);
    const { passkey, account } = found;
    const signed = await ceremonies.used(
      { ...assertion, clientExtensionResults: {}, response: withoutNull(assertion.response) },
      text,
      passkey,
    );
    const isOwners =
      passkey !== undefined &&
      account?.status === 'active' &&
      isHandleOf(account, assertion, accountId) &&
      !suspendedSince(passkey, account);
    if (!challenge || !isFirst || !signed || !isOwners) return { ...found, isRight: false, isCopy: false };
    return { ...found, ...(await this.counted(passkey, signed, challenge)) };
  }

  private async counted(
    passkey: Passkey,
    signed: SignedUse,
    { proofId: usedProof }: OpenChallenge,
  ): Promise<Pick<Judged, 'isRight' | 'isCopy'>> {
    const { passkeys, databaseDeadline, now } = this.dependencies;
    const usedAt = now();
    const isRight = await databaseDeadline.within(
      passkeys.noteUse(passkey, { ...signed, usedProof, usedAt }),
    );
    const isCopy = !isRight && (await databaseDeadline.within(passkeys.suspect(passkey, usedAt)));
    return { isRight, isCopy };
  }

  private async find(credentialId: string): Promise<Found> {
    const { database, databaseDeadline, passkeys } = this.dependencies;
    const passkey = (await databaseDeadline.within(passkeys.ofCredential(credentialId))) ?? undefined;
    const owner = database.accounts.findById(passkey?.accountId ?? '').lean();
    return { passkey, account: (await databaseDeadline.within(owner.exec())) ?? undefined };
  }

  /** Counted on the origin alone: nobody can make the owner of a passkey wait. */
  private tryOf({ assertion, addressKey, workProved }: GivenAssertion, useId: string): Step {
    const { figures, now } = this.dependencies;
    return {
      useId,
      about: createHash('sha256').update(assertion.id).digest('base64url'),
      origin: { key: addressKey, rule: originRule(figures), does: 'failures', mark: 'later' },
      sharer: sharerOf(addressKey),
      workProved,
      now: now().getTime(),
    };
  }
}

/** Names the request: repeated it is the same one, with another answer it is not. */
function digestOf({ assertion, idempotencyKey }: GivenAssertion): string {
  const { id, response } = assertion;
  const { clientDataJSON, authenticatorData, signature } = response;
  const parts = JSON.stringify([idempotencyKey, id, clientDataJSON, authenticatorData, signature]);
  return createHash('sha256').update(parts).digest('base64url');
}

/** At a sign-in the authenticator names the account; within a session it may leave that out. */
function isHandleOf(account: Account, { response }: Assertion, accountId: string | undefined): boolean {
  const userHandle = response.userHandle ?? (accountId === undefined ? '' : account.passkeyUserHandle);
  return userHandle === account.passkeyUserHandle && (accountId ?? account._id) === account._id;
}

function withoutNull({ userHandle, ...response }: Assertion['response']) {
  return { ...response, ...(userHandle != null && { userHandle }) };
}
