import { z } from 'zod';
import type { FlowView, Locale } from '../../workflows/contracts/flow';
import type { PasswordChangeInput } from '../../workflows/contracts/passwordChange';
import type { Keyring } from '../config/keys';
import { claimOfAccount } from '../database/flowNotes';
import { Problem } from '../errors/problem';
import { passwordObjections } from '../errors/fieldTexts';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { signedInOf } from '../http/endpointCall';
import { typedPassword, noBody } from '../http/schemas';
import type { SignedIn } from '../http/sessionGuard';
import { maskedAccountName } from '../identifiers/typedText';
import { flowIdOf, stepIdOf, supportReferenceOf } from '../security/flowTokens';
import { type NewPasswordRules, normalisePassword } from '../security/passwords';
import { unavailable } from '../temporal/flowFailures';
import type { Flows } from '../temporal/flows';
import { supportReferenceAttribute } from '../temporal/searchAttributes';
import type { HandedPassword, PasswordHandOver } from './passwordHandOver';
import type { SignIn } from './sessions/signIn';

const changeSchema = z
  .strictObject({
    currentPassword: typedPassword,
    password: typedPassword.meta({ description: '15 to 128 characters, any of Unicode.' }),
  })
  .meta({ id: 'PasswordChange' });

export const changePasswordOperation = operation({
  method: 'put',
  path: '/v1/account/password',
  operationId: 'changePassword',
  summary: 'Change the own password',
  description:
    'Every other session of the account ends; this one lives on. The same request repeated after an answer that was lost is answered as the first time.',
  session: 'changeOwnPassword',
  isKeyed: true,
  body: changeSchema,
  success: { status: 204, description: 'The password is set.', schema: noBody },
  problems: [
    'PASSWORD_WRONG',
    'SIGN_IN_WAIT',
    ...passwordObjections,
    'IDEMPOTENCY_KEY_REUSED',
    'PASSWORD_HANDOVER_LOST',
  ],
});

/** `PUT /v1/account/password`: every profile, a Telco Manager too (rule 26 of the FAQ is about the forgotten one). */
export function passwordChangeEndpoints(changes: PasswordChanges): Endpoint[] {
  return [
    endpoint(changePasswordOperation, async (request) => {
      const { body, locale, addressKey, idempotencyKey } = request;
      await changes.change(signedInOf(request), { ...body, locale, addressKey, idempotencyKey });
      return { status: 204, body: undefined };
    }),
  ];
}

export interface PasswordChangeDependencies {
  readonly flows: Flows;
  readonly signIn: SignIn;
  readonly passwordRules: NewPasswordRules;
  readonly handOver: PasswordHandOver;
  readonly serviceKeys: Keyring;
}

interface WantedChange {
  readonly currentPassword: string;
  readonly password: string;
  readonly locale: Locale;
  readonly addressKey: string;
  readonly idempotencyKey: string;
}

const flow = 'passwordChange';
/** How often a hand-over that was lost while the database was away is repeated, each time by another run. */
const longestRow = 3;

/**
 * Changes the password of a signed-in person. The claim follows from session and key, and the account keeps the claim that set
 * its password. So a repeated request has one effect.
 */
export class PasswordChanges {
  constructor(private readonly dependencies: PasswordChangeDependencies) {}

  /**
   * @throws Problem `PASSWORD_WRONG`, `SIGN_IN_WAIT`, `SESSION_INVALID`, an objection to the password,
   *   `IDEMPOTENCY_KEY_REUSED`, `PASSWORD_HANDOVER_LOST`, `TEMPORARILY_UNAVAILABLE`, `OVERLOADED`
   */
  async change(signedIn: SignedIn, wanted: WantedChange): Promise<void> {
    const { passwordRules, handOver, serviceKeys } = this.dependencies;
    const password = normalisePassword(wanted.password);
    const claimId = stepIdOf(serviceKeys, signedIn.session._id, flow, wanted.idempotencyKey);
    const handed: HandedPassword = { _id: claimOfAccount(signedIn.account._id), claimId, password };
    if (!(await this.isProven(signedIn, wanted, handed))) return;
    await passwordRules.check(password, signedIn.account);
    for (let attempt = 1; ; attempt += 1) {
      await handOver.leave(handed, wanted.addressKey);
      const { status, refusal } = await this.changed(signedIn, wanted.locale, claimId, attempt);
      if (status === 'COMPLETED') return;
      if (refusal?.code !== 'PASSWORD_HANDOVER_LOST') throw new Problem('SESSION_INVALID');
      if (attempt === longestRow) throw new Problem(refusal.code);
    }
  }

  /**
   * The try is counted first. Only after a wrong password is it asked whether this request set the password before: else
   * passwords could be guessed here uncounted. It typed the account's password then, as the new one, and its tries are forgotten.
   *
   * @returns false where the account's password was set by this very request
   */
  private async isProven(signedIn: SignedIn, wanted: WantedChange, handed: HandedPassword): Promise<boolean> {
    const { signIn, handOver } = this.dependencies;
    const { addressKey, currentPassword } = wanted;
    const typed = { password: currentPassword, addressKey };
    try {
      await signIn.provePassword(signedIn, typed);
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'PASSWORD_WRONG') throw error;
      if ((await handOver.isAnother(handed)) !== false) throw error;
      await signIn.forgetTries(signedIn);
      return false;
    }
  }

  /** Where the change stands once it is over. @throws Problem `TEMPORARILY_UNAVAILABLE` where it goes on */
  private async changed(
    { session, account }: SignedIn,
    locale: Locale,
    claimId: string,
    attempt: number,
  ): Promise<FlowView> {
    const { flows, serviceKeys } = this.dependencies;
    const { _id: accountId, kind, username } = account;
    const { _id: sessionId, epoch } = session;
    const flowId = flowIdOf(serviceKeys, flow, '', { sessionId, epoch, claimId, attempt });
    const supportReference = supportReferenceOf(serviceKeys, flowId);
    const subject = `${kind} ${maskedAccountName(username)}`;
    const about = { flowId, subject, locale, supportReference };
    const input: PasswordChangeInput = { ...about, accountId, sessionId, epoch, claimId };
    const started = await flows.start({
      flow,
      flowId,
      input,
      summary: `Password change, ${subject}`,
      searchAttributes: [{ key: supportReferenceAttribute, value: supportReference }],
    });
    const view = started?.status === 'VALIDATING' ? await flows.view({ flow, flowId }) : started;
    if (!view || view.status === 'VALIDATING') throw unavailable(new Error('The change goes on.'));
    return view;
  }
}
