import type { Settings } from '../config/config';
import type { Endpoint } from '../http/endpoint';
import { accountDeletionEndpoints } from '../routes/accountDeletion';
import { contactChangeEndpoints } from '../routes/contactChange';
import type { FlowStart } from '../routes/flowStart';
import { passwordChangeEndpoints, PasswordChanges } from '../routes/passwordChange';
import type { PasswordHandOver } from '../routes/passwordHandOver';
import type { SignIn } from '../routes/sessions/signIn';
import type { FlowTokens } from '../security/flowTokens';
import type { NewPasswordRules } from '../security/passwords';
import { AccountDeletions } from '../temporal/accountDeletions';
import type { Flows } from '../temporal/flows';

export interface AccountPartsDependencies {
  readonly settings: Settings;
  readonly flows: Flows;
  readonly flowTokens: FlowTokens;
  readonly flowStart: FlowStart;
  readonly signIn: SignIn;
  readonly passwordRules: NewPasswordRules;
  readonly handOver: PasswordHandOver;
}

/** The calls by which a signed-in person changes the own account at once. */
export function createAccountParts({ settings, ...rest }: AccountPartsDependencies): readonly Endpoint[] {
  const { serviceKeys } = settings.secrets;
  const { figures } = settings.config;
  const { flows, flowTokens, flowStart, signIn } = rest;
  const accountDeletions = new AccountDeletions(flows, serviceKeys);
  return [
    ...accountDeletionEndpoints({ accountDeletions, flowTokens, signIn }),
    ...contactChangeEndpoints({ flowStart, serviceKeys, figures, signIn }),
    ...passwordChangeEndpoints(new PasswordChanges({ ...rest, serviceKeys })),
  ];
}
