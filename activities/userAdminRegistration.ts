import type { PasswordOutcome } from '../workflows/contracts/passwords';
import type {
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../workflows/contracts/userAdminRegistration';
import {
  activateReservation,
  holdForMailbox,
  releaseReservation,
  type ActivationDependencies,
} from './reservations';
import {
  holderOf,
  reserveAccount,
  takeActivationMail,
  type ReservationDependencies,
} from './userAdminRegistration/accountReservation';
import { matchContractData, type MatchingDependencies } from './userAdminRegistration/contractMatching';
import { createRegistrationMails, type MailDependencies } from './userAdminRegistration/mails';

export type UserAdminRegistrationDependencies = ActivationDependencies &
  MatchingDependencies &
  ReservationDependencies &
  MailDependencies;

/** The activities of the flow, each one idempotent effect. */
export function createUserAdminRegistrationActivities(
  dependencies: UserAdminRegistrationDependencies,
): UserAdminRegistrationEffects & UserAdminRegistrationMessages {
  const { database } = dependencies;
  return {
    matchContractData: (request) => matchContractData(dependencies, request),
    reserveAccount: (request) => reserveAccount(dependencies, request),
    takeActivationMail: (request) => takeActivationMail(dependencies, request),
    proveMailbox: ({ flowId, provenUntil }) => holdForMailbox(database, reservedBy(flowId), provenUntil),
    activateAccount: (request) => activateAccount(dependencies, request),
    releaseReservation: ({ flowId }) => releaseReservation(database, holderOf(flowId)),
    ...createRegistrationMails(dependencies),
  };
}

function reservedBy(flowId: string) {
  return { kind: 'userAdmin', heldBy: holderOf(flowId) } as const;
}

type ActivateRequest = Parameters<UserAdminRegistrationEffects['activateAccount']>[0];

/** Makes the account active with the password that waits for this update; the flow itself tells the contract's mailbox. */
async function activateAccount(
  dependencies: ActivationDependencies,
  { flowId, claimId, now }: ActivateRequest,
): Promise<PasswordOutcome> {
  const activation = await activateReservation(dependencies, reservedBy(flowId), { claimId, now });
  return activation.outcome === 'set' ? { outcome: 'set', notices: [] } : activation;
}
