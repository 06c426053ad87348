import type {
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../workflows/contracts/userAdminRegistration';
import { holdForMailbox, releaseReservation, type ActivationDependencies } from './reservations';
import { activateAccount } from './userAdminRegistration/accountActivation';
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
    proveMailbox: ({ flowId, provenUntil }) => holdForMailbox(database, holderOf(flowId), provenUntil),
    activateAccount: (request) => activateAccount(dependencies, request),
    releaseReservation: ({ flowId }) => releaseReservation(database, holderOf(flowId)),
    ...createRegistrationMails(dependencies),
  };
}
