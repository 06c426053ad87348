import type {
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../workflows/contracts/userAdminRegistration';
import { activateAccount } from './userAdminRegistration/accountActivation';
import {
  proveMailbox,
  releaseReservation,
  reserveAccount,
  takeActivationMail,
  type ReservationDependencies,
} from './userAdminRegistration/accountReservation';
import { matchContractData, type MatchingDependencies } from './userAdminRegistration/contractMatching';
import { createRegistrationMails, type MailDependencies } from './userAdminRegistration/mails';

export type UserAdminRegistrationDependencies = MatchingDependencies &
  ReservationDependencies &
  MailDependencies;

/** The activities of the flow, each one idempotent effect. */
export function createUserAdminRegistrationActivities(
  dependencies: UserAdminRegistrationDependencies,
): UserAdminRegistrationEffects & UserAdminRegistrationMessages {
  return {
    matchContractData: (request) => matchContractData(dependencies, request),
    reserveAccount: (request) => reserveAccount(dependencies, request),
    takeActivationMail: (request) => takeActivationMail(dependencies, request),
    proveMailbox: ({ flowId, provenUntil }) => proveMailbox(dependencies.database, flowId, provenUntil),
    activateAccount: (request) => activateAccount(dependencies.database, request),
    releaseReservation: ({ flowId }) => releaseReservation(dependencies.database, flowId),
    ...createRegistrationMails(dependencies),
  };
}
