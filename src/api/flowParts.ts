import type { Settings } from '../config/config';
import type { SealingKey } from '../config/keys';
import type { Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import type { Limits } from '../limits/limits';
import { StartLimit, FlowStart } from '../routes/flowStart';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { employeeRegistrationEndpoints } from '../routes/employeeRegistration';
import { flowEndpoints } from '../routes/flows';
import {
  ActivationAndPassword,
  activationAndPasswordEndpoints,
  PasswordIntake,
} from '../routes/activationAndPassword';
import type { PasswordHandOver } from '../routes/passwordHandOver';
import { passwordRecoveryEndpoints } from '../routes/passwordRecovery';
import { simAssociationEndpoints } from '../routes/simAssociation';
import { telcoManagerInvitationEndpoints } from '../routes/telcoManagerInvitation';
import { telcoManagerEndpoints } from '../routes/telcoManagers';
import { userAdminRegistrationEndpoints } from '../routes/userAdminRegistration';
import { ActivationLinks, FlowTokens } from '../security/flowTokens';
import type { NewPasswordRules } from '../security/passwords';
import { AccountDeletions } from '../temporal/accountDeletions';
import type { Flows } from '../temporal/flows';

export interface FlowPartsDependencies {
  readonly settings: Settings;
  readonly flows: Flows;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly limits: Limits;
  readonly passwordRules: NewPasswordRules;
  readonly handOver: PasswordHandOver;
  readonly now: () => Date;
}

export interface FlowParts {
  readonly flowStart: FlowStart;
  readonly flowTokens: FlowTokens;
  readonly links: ActivationLinks;
  readonly activationAndPassword: ActivationAndPassword;
  readonly endpoints: readonly Endpoint[];
}

/** The parts and calls that start flows and take their steps. */
export function createFlowParts({ settings, flows, ...rest }: FlowPartsDependencies): FlowParts {
  const { figures, http } = settings.config;
  const { serviceKeys } = settings.secrets;
  const steps = { flows, serviceKeys };
  const flowTokens = new FlowTokens(serviceKeys);
  const links = new ActivationLinks(serviceKeys, http.publicBaseUrl);
  const passwordIntake = new PasswordIntake({ ...steps, figures, ...rest });
  const startLimit = new StartLimit(rest.limits, figures, rest.now);
  const answerStepMs = figures.startAnswerStepMs;
  const flowStart = new FlowStart({ ...steps, flowTokens, startLimit, answerStepMs });
  const activationAndPassword = new ActivationAndPassword({
    ...rest,
    ...steps,
    flowTokens,
    links,
    passwordIntake,
  });
  return {
    flowStart,
    flowTokens,
    links,
    activationAndPassword,
    endpoints: [
      ...userAdminRegistrationEndpoints({ flowStart, serviceKeys, figures }),
      ...employeeRegistrationEndpoints({ flowStart, serviceKeys, figures }),
      ...passwordRecoveryEndpoints({ flowStart, serviceKeys, figures }),
      ...simAssociationEndpoints({ flowStart, serviceKeys, figures }),
      ...telcoManagerInvitationEndpoints({ ...rest, ...steps, flowStart, figures }),
      ...telcoManagerEndpoints({
        ...rest,
        flows,
        figures,
        accountDeletions: new AccountDeletions(flows, serviceKeys),
      }),
      ...flowEndpoints({ ...steps, pukSealingKey: pukSealingKeyOf(settings.secrets) }),
      ...activationAndPasswordEndpoints(activationAndPassword),
    ],
  };
}

function pukSealingKeyOf({ pukSealingKey }: Settings['secrets']): SealingKey {
  if (!pukSealingKey)
    throw new Error('PUK_SEALING_KEY must be set for the API: npm run operator -- puk-key prints it.');
  return pukSealingKey;
}
