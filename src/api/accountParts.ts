import type { Settings } from '../config/config';
import type { Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import { accountDeletionEndpoints } from '../routes/accountDeletion';
import type { DatabaseDeadline } from '../routes/databaseDeadline';
import { passwordChangeEndpoints, PasswordChanges } from '../routes/passwordChange';
import type { SignIn } from '../routes/sessions/signIn';
import type { FlowTokens } from '../security/flowTokens';
import type { NewPasswordRules, PasswordHashing } from '../security/passwords';
import { AccountDeletions } from '../temporal/accountDeletions';
import type { Flows } from '../temporal/flows';

export interface AccountPartsDependencies {
  readonly settings: Settings;
  readonly flows: Flows;
  readonly flowTokens: FlowTokens;
  readonly signIn: SignIn;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly passwordRules: NewPasswordRules;
  readonly passwordHashing: PasswordHashing;
  readonly now: () => Date;
}

/** The calls by which a signed-in person changes the own account at once. */
export function createAccountParts({ settings, ...rest }: AccountPartsDependencies): readonly Endpoint[] {
  const { figures } = settings.config;
  const { serviceKeys } = settings.secrets;
  const { flows, flowTokens, signIn } = rest;
  const accountDeletions = new AccountDeletions(flows, serviceKeys);
  return [
    ...accountDeletionEndpoints({ accountDeletions, flowTokens, signIn }),
    ...passwordChangeEndpoints(new PasswordChanges({ ...rest, serviceKeys, figures })),
  ];
}
