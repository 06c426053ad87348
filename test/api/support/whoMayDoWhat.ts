import type { TestApi } from './testApi';
import { accountIdOf, lineOf, passkeyIdOf, roles, sessionOf, type Role, type Whose } from './twoCompanies';

/** Who may call an operation, and what of another company or account its path could name. */
export interface Row {
  readonly may: readonly Role[];
  readonly recentProof?: true;
  readonly names?: (api: TestApi, whose: Whose, role: Role) => Promise<string> | string;
  readonly body?: unknown;
}

const everybody = roles;
const administrators: readonly Role[] = ['userAdmin', 'telcoManager'];
const userAdmin: readonly Role[] = ['userAdmin'];
const employee: readonly Role[] = ['employee'];
const managerOf = (_api: TestApi, whose: Whose) => accountIdOf(whose, 'telcoManager');
const secondLineOf = (_api: TestApi, whose: Whose) => lineOf(whose, 1);

/** The table: an operation that is missing here fails the tests. */
export const whoMayDoWhat: Readonly<Record<string, 'anybody' | 'flow token' | Row>> = {
  registerUserAdmin: 'anybody',
  registerEmployee: 'anybody',
  recoverPassword: 'anybody',
  confirmNewDevice: 'anybody',
  confirmSignIn: 'flow token',
  activate: 'anybody',
  undoRecovery: 'anybody',
  findPortal: 'anybody',
  signIn: 'anybody',
  signInByNetwork: 'anybody',
  readFlow: 'flow token',
  resendLink: 'flow token',
  submitPuk: 'flow token',
  submitCode: 'flow token',
  resendCode: 'flow token',
  setPassword: 'flow token',
  listSessions: { may: everybody },
  endSessions: { may: everybody, recentProof: true },
  readSession: { may: everybody },
  signOut: { may: everybody },
  stepUp: { may: everybody },
  endSession: {
    may: everybody,
    recentProof: true,
    names: async (api, whose, role) => (await sessionOf(api, role, undefined, whose)).sessionId,
  },
  listPasskeys: { may: everybody },
  askForPasskey: { may: everybody, recentProof: true },
  addPasskey: { may: everybody, recentProof: true },
  renamePasskey: { may: everybody, names: passkeyIdOf, body: { label: 'Chiavetta' } },
  keepPasskey: { may: everybody, recentProof: true, names: passkeyIdOf },
  removePasskey: { may: everybody, recentProof: true, names: passkeyIdOf },
  askForPasskeySignIn: 'anybody',
  signInByPasskey: 'anybody',
  askForPasskeyStepUp: { may: everybody },
  stepUpByPasskey: { may: everybody },
  readAccount: { may: everybody },
  changePassword: { may: everybody },
  changeContact: { may: everybody },
  deleteAccount: { may: employee },
  associateSim: { may: employee, recentProof: true },
  removeLine: { may: employee, recentProof: true, names: secondLineOf },
  switchAutologin: { may: employee, recentProof: true, names: secondLineOf, body: { enabled: true } },
  readCompany: { may: administrators },
  listCompanyLines: { may: administrators },
  readCompanyAudit: { may: administrators },
  freeLine: { may: administrators, recentProof: true, names: secondLineOf },
  listTelcoManagers: { may: userAdmin },
  inviteTelcoManager: { may: userAdmin, recentProof: true },
  inviteTelcoManagerAgain: { may: userAdmin, recentProof: true, names: managerOf },
  deleteTelcoManager: { may: userAdmin, recentProof: true, names: managerOf },
};
