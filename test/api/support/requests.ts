import { randomUUID } from 'node:crypto';
import { exampleRegistration } from '../../../src/records/sample/exampleCompany';
import { functionOfFlow } from '../../../src/http/permissions';
import { ContactUndoLinks } from '../../../src/security/contactUndoLinks';
import { PasskeyChallenges, type ChallengePurpose } from '../../../src/security/passkeyChallenges';
import type { FlowGrant } from '../../../src/security/flowTokens';
import { workflowIdOf, type FlowName } from '../../../workflows/contracts/flow';
import type { RawRequest } from './rawHttp';
import type { TestApi } from './testApi';
import { accountOf } from '../../support/accounts';
import { HandmadePasskey } from '../../passkeys/support/handmade';

export const flow = 'userAdminRegistration';
export const flowId = 'Zl8Wb1n0S3yqk2cJx4mB7g';
export const goodPassword = 'quattro mucche viola volano';
export { exampleRegistration };
export const exampleEmployee = { line: '+393201234567', email: 'dipendente@azienda.example' };
export const exampleRecovery = { username: 'ChiaraEsempio', channel: 'sms' };
export const exampleManager = {
  username: 'LuciaTelco',
  firstName: 'Lucia',
  lastName: "D'Esempio",
  email: 'lucia@azienda.example',
  mobile: '+393201234571',
};
/** Id of the account of a Telco Manager who is invited. */
export const managerId = 'invited-manager';
export const typedCode = '135790';
export const typedPuk = '24680246';
export const administrator = 'Amministratrice1';
/** Id of the account of the administrator. */
export const accountId = 'signed-in';
export const sessionId = 'mYw3rXn0QyK2cJx4mB7gZl';
export const otherSessionId = 'otherSessionOfAccount1';
export const employeesLine = '+393201234598';
export const secondLine = '+393201234597';
export const sessionToken = 'c2Vzc2lvbi10b2tlbi1mb3ItdGVzdHMtMzItYnl0ZXM';
export const employeeToken = 'ZW1wbG95ZWUtdG9rZW4tZm9yLXRlc3RzLTMyLWJ5dGU';

export type Headers = Readonly<Record<string, string | string[]>>;

/** A JSON request of a client that does everything right; `headers` are put in place of its own. */
export function post(path: string, body: unknown, headers: Headers = {}): RawRequest {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return {
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers },
    body: text,
  };
}

export function bearer(api: TestApi, role: FlowGrant['role'], of: string = flowId): string {
  return `Bearer ${api.context.flowTokens.issue({ flow, flowId: of, role, number: role === 'start' ? 0 : 1 })}`;
}

/** With the token that the start of a flow with a code returned; where it is an account's, with the employee's session. */
export function asStarter(api: TestApi, of: FlowName = 'employeeRegistration'): Headers {
  const grant = { flow: of, flowId, role: 'start', number: 0 } as const;
  if (functionOfFlow[of])
    return { 'Flow-Token': api.context.flowTokens.issue(grant, employeesId), ...asEmployee };
  return { Authorization: `Bearer ${api.context.flowTokens.issue(grant)}` };
}

const asSignedIn: Headers = { Authorization: `Bearer ${sessionToken}` };
/** Id of the account of the employee who is signed in. */
export const employeesId = 'employee';
const asEmployee: Headers = { Authorization: `Bearer ${employeeToken}` };

/** A request without a body, with the token of the administrator's session. */
export function inSession(method: string, path: string, headers: Headers = {}): RawRequest {
  return { method, path, headers: { ...asSignedIn, ...headers } };
}

/** What the scripted gateway gives a device with that line, for one use. */
export function assertionOf(line: string) {
  return { assertion: `${line} ${randomUUID()}` };
}

/** The administrator's. */
export const passkey = new HandmadePasskey();
export const passkeyId = 'cGFzc2tleS1mb3ItdGVzdA';

/** What a passkey answers that was asked by this API for that purpose. */
function answeringTo({ context, clock }: TestApi, bound: ChallengePurpose) {
  const { config, secrets } = context.settings;
  const challenges = new PasskeyChallenges(secrets.serviceKeys, config.figures.passkeyChallengeLifeMs);
  const { rpId, origins } = config.passkeys;
  return { rpId, origin: origins[0] ?? '', challenge: challenges.issue(bound, clock.now().getTime()) };
}

/** One good request an operation. */
export const goodRequests: Readonly<Record<string, (api: TestApi, headers?: Headers) => RawRequest>> = {
  registerUserAdmin: (_api, headers) => post('/v1/user-admin-registrations', exampleRegistration, headers),
  registerEmployee: (_api, headers) => post('/v1/employee-registrations', exampleEmployee, headers),
  recoverPassword: (_api, headers) => post('/v1/password-recoveries', exampleRecovery, headers),
  confirmNewDevice: (_api, headers) =>
    post('/v1/new-device-confirmations', { username: administrator, password: goodPassword }, headers),
  confirmSignIn: (api, headers) =>
    post(
      `/v1/flows/${flowId}/session`,
      { code: typedCode },
      { ...asStarter(api, 'newDeviceConfirmation'), ...headers },
    ),
  activate: (api, headers) => post('/v1/activations', { token: api.links.tokenOf(flow, flowId) }, headers),
  undoRecovery: (api, headers) => {
    const { secrets, config } = api.context.settings;
    const links = new ContactUndoLinks(secrets.serviceKeys, config.http.publicBaseUrl);
    return post('/v1/recovery-undos', { token: links.linkOf(accountId, flowId) }, headers);
  },
  readFlow: (api, headers) => ({
    path: `/v1/flows/${flowId}`,
    headers: { Authorization: bearer(api, 'start'), ...headers },
  }),
  resendLink: (api, headers) =>
    post(`/v1/flows/${flowId}/link/resend`, {}, { Authorization: bearer(api, 'start'), ...headers }),
  submitPuk: (api, headers) =>
    post(`/v1/flows/${flowId}/puk`, { puk: typedPuk }, { ...asStarter(api), ...headers }),
  submitCode: (api, headers) =>
    post(`/v1/flows/${flowId}/code`, { code: typedCode }, { ...asStarter(api), ...headers }),
  resendCode: (api, headers) =>
    post(`/v1/flows/${flowId}/code/resend`, {}, { ...asStarter(api), ...headers }),
  setPassword: (api, headers) =>
    post(
      `/v1/flows/${flowId}/password`,
      { password: goodPassword },
      { Authorization: bearer(api, 'password'), ...headers },
    ),
  signIn: (_api, headers) =>
    post('/v1/sessions', { username: administrator, password: goodPassword }, headers),
  signInByNetwork: (_api, headers) => post('/v1/sessions/network', assertionOf(employeesLine), headers),
  listSessions: (_api, headers) => inSession('GET', '/v1/sessions', headers),
  endSessions: (_api, headers) => inSession('DELETE', '/v1/sessions', headers),
  readSession: (_api, headers) => inSession('GET', '/v1/sessions/current', headers),
  signOut: (_api, headers) => inSession('DELETE', '/v1/sessions/current', headers),
  stepUp: (_api, headers) =>
    post('/v1/sessions/current/step-up', { password: goodPassword }, { ...asSignedIn, ...headers }),
  endSession: (_api, headers) => inSession('DELETE', `/v1/sessions/${otherSessionId}`, headers),
  listPasskeys: (_api, headers) => inSession('GET', '/v1/passkeys', headers),
  askForPasskey: (_api, headers) => post('/v1/passkeys/options', {}, { ...asSignedIn, ...headers }),
  addPasskey: (api, headers) => {
    const credential = new HandmadePasskey().create(answeringTo(api, { purpose: 'add', sessionId }));
    return post('/v1/passkeys', { label: 'Telefono', credential }, { ...asSignedIn, ...headers });
  },
  renamePasskey: (_api, headers) => ({
    ...inSession('PUT', `/v1/passkeys/${passkeyId}`, { 'Content-Type': 'application/json', ...headers }),
    body: JSON.stringify({ label: 'Chiavetta' }),
  }),
  keepPasskey: (_api, headers) => post(`/v1/passkeys/${passkeyId}/keep`, {}, { ...asSignedIn, ...headers }),
  removePasskey: (_api, headers) => inSession('DELETE', `/v1/passkeys/${passkeyId}`, headers),
  askForPasskeySignIn: (_api, headers) => ({
    path: '/v1/sessions/passkey/options',
    ...(headers && { headers }),
  }),
  signInByPasskey: (api, headers) => {
    const credential = passkey.get(answeringTo(api, { purpose: 'signIn', sessionId: '' }));
    return post('/v1/sessions/passkey', { credential }, headers);
  },
  askForPasskeyStepUp: (_api, headers) =>
    inSession('GET', '/v1/sessions/current/step-up/passkey/options', headers),
  stepUpByPasskey: (api, headers) => {
    const credential = passkey.get(answeringTo(api, { purpose: 'stepUp', sessionId }));
    return post('/v1/sessions/current/step-up/passkey', { credential }, { ...asSignedIn, ...headers });
  },
  readAccount: (_api, headers) => inSession('GET', '/v1/account', headers),
  switchAutologin: (_api, headers) => ({
    ...inSession('PUT', `/v1/account/lines/${encodeURIComponent(employeesLine)}/autologin`),
    headers: { ...asEmployee, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ enabled: true }),
  }),
  deleteAccount: (_api, headers) =>
    post('/v1/account/deletion', { password: goodPassword }, { ...asEmployee, ...headers }),
  changePassword: (_api, headers) => ({
    ...inSession('PUT', '/v1/account/password', {
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      ...headers,
    }),
    body: JSON.stringify({ currentPassword: goodPassword, password: `${goodPassword} ancora` }),
  }),
  readCompany: (_api, headers) => inSession('GET', '/v1/company', headers),
  listCompanyLines: (_api, headers) => inSession('GET', '/v1/company/lines', headers),
  freeLine: (_api, headers) =>
    inSession('DELETE', `/v1/company/lines/${encodeURIComponent(secondLine)}/account`, headers),
  removeLine: (_api, headers) =>
    inSession('DELETE', `/v1/account/lines/${encodeURIComponent(secondLine)}`, { ...asEmployee, ...headers }),
  readCompanyAudit: (_api, headers) => inSession('GET', '/v1/company/audit', headers),
  associateSim: (_api, headers) =>
    post('/v1/sim-associations', { line: '+393201234570' }, { ...asEmployee, ...headers }),
  changeContact: (_api, headers) =>
    post(
      '/v1/contact-changes',
      { email: 'nuova@azienda.example', password: goodPassword },
      { ...asEmployee, ...headers },
    ),
  listTelcoManagers: (_api, headers) => inSession('GET', '/v1/telco-managers', headers),
  inviteTelcoManager: (_api, headers) =>
    post('/v1/telco-managers', exampleManager, { ...asSignedIn, ...headers }),
  inviteTelcoManagerAgain: (_api, headers) =>
    post(`/v1/telco-managers/${managerId}/invitation`, {}, { ...asSignedIn, ...headers }),
  deleteTelcoManager: (_api, headers) => inSession('DELETE', `/v1/telco-managers/${managerId}`, headers),
  findPortal: (_api, headers) => ({ path: '/v1/portals', ...(headers && { headers }) }),
};

/** Lets the flow wait for a password, with the account that it reserved. */
export async function awaitPassword(api: TestApi): Promise<void> {
  api.flows.standAt({ status: 'AWAITING_PASSWORD', nextSteps: ['setPassword'] });
  const heldBy = workflowIdOf(flow, flowId);
  const { username, vatNumber } = exampleRegistration;
  const own = { _id: heldBy, heldBy, username, vatNumber, status: 'reserved' } as const;
  await api.context.database.userAdmins.replaceOne({ _id: heldBy }, accountOf('userAdmin', own), {
    upsert: true,
  });
}

/** Lets a flow with a code wait for a password, with the employee's account that is open to it. */
export async function awaitEmployeePassword(
  api: TestApi,
  of: FlowName = 'employeeRegistration',
): Promise<void> {
  api.flows.standAt({ status: 'AWAITING_PASSWORD', nextSteps: ['setPassword'] });
  const accountId = workflowIdOf('employeeRegistration', flowId);
  const own = { _id: accountId, heldBy: accountId, username: exampleEmployee.line };
  const account = accountOf('employee', {
    ...own,
    vatNumber: exampleRegistration.vatNumber,
    passwordOpenTo: workflowIdOf(of, flowId),
  });
  await api.context.database.employees.replaceOne({ _id: accountId }, account, { upsert: true });
}
