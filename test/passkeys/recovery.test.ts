import { createPasswordActivities } from '../../activities/accounts';
import { createPasswordChangeActivities } from '../../activities/passwordChange';
import { AuditTrail } from '../../src/database/auditTrail';
import { claimOfAccount } from '../../src/database/flowNotes';
import { Limits } from '../../src/limits/limits';
import { ContactUndoLinks } from '../../src/security/contactUndoLinks';
import { goodRequests, sessionId } from '../api/support/requests';
import { accountId } from '../api/support/signedIn';
import { ManagerStage } from '../telcoManagerInvitation/support/managerStage';
import { codeOf, passkeyStage, refused } from './support/stage';

const stage = passkeyStage();
const workflowId = 'passwordRecovery/one';

/** The activities of a worker on the database of the API. */
function activities() {
  const { database, settings } = stage.api.context;
  const { serviceKeys } = settings.secrets;
  const parts = {
    database,
    serviceKeys,
    auditTrail: new AuditTrail(database.auditEvents, serviceKeys, settings.config.figures),
    limits: new Limits(database.limits),
    undoLinks: new ContactUndoLinks(serviceKeys, settings.config.http.publicBaseUrl),
  };
  return { ...createPasswordActivities(parts), ...createPasswordChangeActivities(parts) };
}

async function claim(_id: string): Promise<void> {
  const expiresAt = new Date(Date.now() + 60_000);
  const { passwordClaims } = stage.api.context.database;
  await passwordClaims.create({ _id, claimId: 'claim', passwordHash: 'hash', expiresAt });
}

async function recover(): Promise<void> {
  const { userAdmins } = stage.api.context.database;
  await userAdmins.updateOne({ _id: accountId }, { $set: { passwordOpenTo: workflowId } });
  await claim(workflowId);
  const now = stage.api.clock.now().getTime();
  const { outcome } = await activities().setFlowPassword({ workflowId, claimId: 'claim', now });
  expect(outcome).toBe('set');
}

test('a recovery suspends every passkey with the write that sets the password, and tells since when', async () => {
  const devices = [stage.authenticator(), stage.authenticator()];
  for (const device of devices) await stage.added(device);
  await recover();
  for (const device of devices) expect(codeOf(await stage.signInWith(device))).toEqual(refused);
  const { passkeysSuspendedAt, passwordSetAt } = (await stage.api.context.database.accounts
    .findById(accountId)
    .lean())!;
  expect(passkeysSuspendedAt).toEqual(passwordSetAt);
});

test('a change of the password while signed in suspends none', async () => {
  const device = stage.authenticator();
  await stage.added(device);
  await claim(claimOfAccount(accountId));
  const now = stage.api.clock.now().getTime();
  const flowId = 'change';
  const change = { flowId, accountId, sessionId, epoch: 2, claimId: 'claim', now };
  expect(await activities().changePassword(change)).toMatchObject({ outcome: 'set' });
  expect((await stage.signInWith(device)).status).toBe(201);
});

test('a former contact who undoes a recovery suspends every passkey: of who recovered, too', async () => {
  const device = stage.authenticator();
  await stage.added(device);
  const undone = await stage.api.send(goodRequests['undoRecovery']!(stage.api));
  expect(undone.status).toBe(204);
  expect(codeOf(await stage.signInWith(device))).toEqual(refused);
});

test('of a recovery and a sign-in, an addition and a keeping at one moment, none leaves a passkey that signs in unasked', async () => {
  for (let round = 0; round < 5; round += 1) {
    await stage.reset();
    const [device, other] = [stage.authenticator(), stage.authenticator()];
    const id = await stage.added(device);
    const [signed, made] = [
      device.get(await stage.signInOptions()),
      other.create(await stage.creationOptions()),
    ];
    const [, signedIn] = await Promise.all([
      recover(),
      stage.signIn(signed),
      stage.add(made),
      stage.ask('POST', `/v1/passkeys/${id}/keep`),
    ]);
    for (const each of [device, other]) expect(codeOf(await stage.signInWith(each))).toEqual(refused);
    if (signedIn.status === 201) {
      const { token } = JSON.parse(signedIn.text) as { token: string };
      expect(codeOf(await stage.ask('GET', '/v1/passkeys', token))).toEqual([401, 'SESSION_INVALID']);
    }
    const { accounts } = stage.api.context.database;
    await accounts.deleteMany({});
  }
});

test('a Telco Manager who is invited anew has no passkey any more', async () => {
  const { database } = stage.api.context;
  const managers = new ManagerStage(database);
  await managers.reset();
  await managers.reserve('one');
  const passkey = {
    ...{ _id: 'passkey', accountId: 'one', credentialId: 'credential', publicKey: 'key', name: 'Portatile' },
    ...{ counter: 0, transports: [], backupEligible: false, backedUp: false, epoch: 0, usedProof: 'none' },
    createdAt: new Date(),
  };
  await database.passkeys.create(passkey);
  await managers.replace('again', 'one');
  expect(await database.passkeys.countDocuments({ accountId: 'one' })).toBe(0);
  expect(await database.accounts.findById('one').lean()).toMatchObject({ passkeyEpoch: 1 });
});
