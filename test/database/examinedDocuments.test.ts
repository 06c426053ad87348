import { Limits } from '../../src/limits/limits';
import type { Account } from '../../src/database/accounts';
import { AuditTrail } from '../../src/database/auditTrail';
import type { AuditEvent } from '../../src/database/auditEvents';
import type { Database } from '../../src/database/database';
import type { Session } from '../../src/database/sessions';
import { SessionStore, type NewSession } from '../../src/database/sessionStore';
import { createPasswordActivities } from '../../activities/accounts';
import { DatabaseDeadline } from '../../src/http/databaseDeadline';
import { PasswordHandOver, type PasswordHandOverDependencies } from '../../src/routes/passwordHandOver';
import { PasswordIntake, type PasswordIntakeDependencies } from '../../src/routes/activationAndPassword';
import { ContactUndoLinks } from '../../src/security/contactUndoLinks';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { keyringOf } from '../security/keys';
import { accountOf } from '../support/accounts';
import { documentsExaminedBy } from '../support/examinedDocuments';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
const examined = new Map<string, number[][]>();
beforeAll(async () => {
  database = await openTestDatabase({ monitored: true });
  let filled = 0;
  for (const size of [100, 5_000]) {
    await fill(filled, size);
    filled = size;
    for (const [name, work] of Object.entries(works)) {
      const counts = await documentsExaminedBy(database, () => work(size - 1));
      examined.set(name, [...(examined.get(name) ?? []), counts]);
    }
  }
});
afterAll(() => dropTestDatabase(database));

const { figures } = testSettings().config;
const keys = keyringOf('two', 'one');
const now = Date.parse('2030-01-04T10:00:00Z');
const at = new Date(now);

const openTo = (number: number) => workflowIdOf('employeeRegistration', String(number));

/** Puts documents number `from` up to number `to` into each collection. */
async function fill(from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const sessions = numbers.map((index): Session => {
    const names = { _id: `s${index}`, tokenDigest: `t${index}`, requestDigest: `r${index}` };
    const times = { createdAt: at, lastSeenAt: at, expiresAt: at };
    return {
      ...names,
      accountId: `a${index}`,
      epoch: 0,
      assurance: 'password',
      transport: 'cookie',
      ...times,
    };
  });
  const accounts = numbers.map((index): Account => {
    const flows = { heldBy: `h${index}`, passwordOpenTo: openTo(index), passwordSetBy: `u${index}` };
    return accountOf('employee', { _id: `a${index}`, username: `+39333${index}`, ...flows });
  });
  const events = numbers.map((index): AuditEvent => {
    const about = { subjectKey: `k${index}`, actor: { role: 'nobody' } } as const;
    return { _id: `e${index}`, event: 'signedIn', at, expiresAt: at, ...about };
  });
  for (const [name, documents] of Object.entries({ sessions, accounts, auditEvents: events }))
    await database.connection.collection<{ _id: string }>(name).insertMany(documents);
}

const sessionStore = () => new SessionStore(database.sessions, keys, figures);
const auditTrail = () => new AuditTrail(database.auditEvents, keys, figures);
const signInOf = (number: number, idempotencyKey: string): NewSession => {
  const owner = { accountId: `a${number}`, epoch: 0 };
  return { ...owner, idempotencyKey, assurance: 'password', transport: 'bearer' };
};

/** What is looked up, by the account of a number. */
const works: Readonly<Record<string, (number: number) => Promise<unknown>>> = {
  'a sign-in, and the same once more': async (number) => {
    const wanted = signInOf(number, 'one');
    const { token } = await sessionStore().open(wanted, now);
    expect((await sessionStore().open(wanted, now)).token).toBe(token);
  },
  'a request of a session, and the list of sessions': async (number) => {
    const { session, token } = await sessionStore().open(signInOf(number, 'two'), now);
    expect(await sessionStore().find(token)).not.toBeNull();
    expect(await sessionStore().touch(session, now)).toBe(true);
    expect(await sessionStore().list(signInOf(number, 'two'), now)).toHaveLength(3);
  },
  'a password that is taken in for a flow': async (number) => {
    const parts = {
      ...{ database, serviceKeys: keys, figures, now: () => at },
      databaseDeadline: new DatabaseDeadline(60_000),
      flows: { wouldTake: () => Promise.resolve(true) },
      passwordHashing: { hash: () => Promise.resolve('hash'), verify: () => Promise.resolve('right') },
    } as unknown as PasswordIntakeDependencies & PasswordHandOverDependencies;
    const intake = new PasswordIntake({ ...parts, handOver: new PasswordHandOver(parts) });
    const grant = { flow: 'employeeRegistration', flowId: String(number), role: 'start', number: 0 } as const;
    const accept = () =>
      intake.accept(grant, { generate: true }, { idempotencyKey: 'one', addressKey: 'address' });
    expect(await accept()).toEqual(await accept());
    expect(await database.passwordClaims.deleteOne({ _id: openTo(number) })).toMatchObject({
      deletedCount: 1,
    });
  },
  'a password that a flow sets, the same once more, and one that comes too late': async (number) => {
    const parts = {
      database,
      serviceKeys: keys,
      auditTrail: auditTrail(),
      limits: new Limits(database.limits),
      undoLinks: new ContactUndoLinks(keys, 'https://selfcare.example'),
    };
    const { setFlowPassword } = createPasswordActivities(parts);
    const [workflowId, claimId] = [openTo(number), `claim-${number}`];
    const expiresAt = new Date(Date.now() + 60_000);
    await database.passwordClaims.create({ _id: workflowId, claimId, passwordHash: 'hash', expiresAt });
    const outcomes = [
      await setFlowPassword({ workflowId, claimId, now }),
      await setFlowPassword({ workflowId, claimId, now }),
      await setFlowPassword({ workflowId, claimId: 'late', now }),
    ];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['set', 'set', 'accountLost']);
  },
  'the audit of a username': () => auditTrail().find({ subjectName: 'MariaRossi', limit: 9 }),
};

test.each(Object.keys(works))('%s: as many documents are read among 5,000 as among 100', (name) => {
  const [among100, among5000] = examined.get(name) ?? [];
  expect(among100?.length).toBeGreaterThan(0);
  expect(among5000).toEqual(among100);
  expect(Math.max(...(among5000 ?? []))).toBeLessThanOrEqual(3);
});

test('a look-up without an index is seen to read the whole collection', async () => {
  const scan = () => database.accounts.find({ locale: 'en', status: 'reserved' }).lean().exec();
  expect(await documentsExaminedBy(database, scan)).toEqual([5_000]);
});
