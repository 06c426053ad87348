import type { Account } from '../database/accounts';
import type { Session } from '../database/sessions';
import { Problem } from '../errors/problem';
import type { FlowName } from '../../workflows/contracts/flow';

type Role = Account['kind'];

/** A function of the service, for a signed-in person. */
export interface Permission {
  /** Whether it only shows something, or changes something. */
  readonly kind: 'consultative' | 'dispositive';
  readonly roles: readonly Role[];
  /** Whether a password or a passkey must have proved its owner in this session a short while ago. */
  readonly recentProof?: true;
}

const everybody: readonly Role[] = ['userAdmin', 'telcoManager', 'employee'];
const administrators: readonly Role[] = ['userAdmin', 'telcoManager'];

/**
 * The only place that says who may do what. A User Admin may do everything for the own company, a Telco Manager everything
 * but profiles; an employee has the own account (rules 18 to 21 of the FAQ). The company is the account's, never the request's.
 */
export const permissions = {
  readOwnAccount: { kind: 'consultative', roles: everybody },
  readOwnSessions: { kind: 'consultative', roles: everybody },
  signOut: { kind: 'dispositive', roles: everybody },
  endOwnSessions: { kind: 'dispositive', roles: everybody, recentProof: true },
  readOwnPasskeys: { kind: 'consultative', roles: everybody },
  renameOwnPasskeys: { kind: 'dispositive', roles: everybody },
  changeOwnPasskeys: { kind: 'dispositive', roles: everybody, recentProof: true },
  proveOwnPassword: { kind: 'dispositive', roles: everybody },
  changeOwnPassword: { kind: 'dispositive', roles: everybody },
  changeContacts: { kind: 'dispositive', roles: everybody },
  associateLine: { kind: 'dispositive', roles: ['employee'], recentProof: true },
  switchAutologin: { kind: 'dispositive', roles: ['employee'], recentProof: true },
  removeLine: { kind: 'dispositive', roles: ['employee'], recentProof: true },
  deleteOwnAccount: { kind: 'dispositive', roles: ['employee'] },
  readCompany: { kind: 'consultative', roles: administrators },
  readCompanyAudit: { kind: 'consultative', roles: administrators },
  freeLine: { kind: 'dispositive', roles: administrators, recentProof: true },
  readTelcoManagers: { kind: 'consultative', roles: ['userAdmin'] },
  manageTelcoManagers: { kind: 'dispositive', roles: ['userAdmin'], recentProof: true },
} as const satisfies Readonly<Record<string, Permission>>;

export type AccountFunction = keyof typeof permissions;

/** Flows of a signed-in person: each of their steps asks for the session, too. */
export const functionOfFlow: Readonly<Partial<Record<FlowName, AccountFunction>>> = {
  simAssociation: 'associateLine',
  contactChange: 'changeContacts',
};

/** Whether the role has the function. */
export function isPermitted(name: AccountFunction, role: Role): boolean {
  const { roles }: Permission = permissions[name];
  return roles.includes(role);
}

/**
 * For functions that need more than an open session or the network's recognition (ASVS 7.5.1).
 *
 * @throws Problem `STEP_UP_REQUIRED`
 */
export function refuseWithoutRecentProof(
  name: AccountFunction,
  { provenAt }: Session,
  now: Date,
  longestMs: number,
): void {
  const { recentProof }: Permission = permissions[name];
  if (!recentProof) return;
  if (!provenAt || now.getTime() - provenAt.getTime() > longestMs) throw new Problem('STEP_UP_REQUIRED');
}
