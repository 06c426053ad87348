import { setTimeout as delay } from 'node:timers/promises';
import { takeLineFrom } from '../../activities/lines';
import { AuditTrail } from '../../src/database/auditTrail';
import type { Database } from '../../src/database/database';
import { ProofUses } from '../../src/database/proofUses';
import { SessionStore } from '../../src/database/sessionStore';
import { Problem } from '../../src/errors/problem';
import { NetworkSignIn } from '../../src/routes/networkSessions/networkSignIn';
import { SecurityEvents } from '../../src/routes/securityEvents';
import { addLine, createCodeParts, start } from '../support/codeActivities';
import { patientDeadline } from '../support/settings';
import { AssociationStage, first, second } from '../simAssociation/support/associationStage';

let stage: AssociationStage;
let database: Database;
beforeAll(async () => {
  stage = await AssociationStage.open();
  ({ database } = stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.reset();
  await stage.associate(second, first, 1);
});

/** Recognised is the second line. */
async function signIn(on: Database): Promise<string> {
  const { serviceKeys, figures, records } = createCodeParts(database).dependencies;
  const now = () => new Date(start);
  const trail = new AuditTrail(database.auditEvents, serviceKeys, figures);
  const networkSignIn = new NetworkSignIn({
    database: on,
    databaseDeadline: patientDeadline,
    sessions: new SessionStore(on.sessions, serviceKeys, figures),
    uses: new ProofUses(database.proofUses, serviceKeys),
    securityEvents: new SecurityEvents(trail, patientDeadline, now),
    records,
    now,
  });
  const recognised = { line: second, proofId: 'proof', goodUntil: start + 60_000 };
  const request = {
    transport: 'bearer',
    requestId: 'id',
    addressKey: 'address',
    formerToken: undefined,
  } as const;
  try {
    const { session } = await networkSignIn.signIn(
      { recognise: () => Promise.resolve(recognised) },
      undefined,
      request,
    );
    return session.assurance;
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

async function takeOver(): Promise<void> {
  const account = await database.accounts.findById(first).lean();
  const holders = [{ account: account!, closes: false }];
  await database.connection.transaction((session) => takeLineFrom(database, holders, second, session));
}

/** The sessions with some methods in the place of their own. */
function sessionsWith(methods: Partial<Pick<Database['sessions'], 'create' | 'findOne'>>): Database {
  const { sessions } = database;
  const create = sessions.create.bind(sessions);
  return {
    ...database,
    sessions: Object.assign(Object.create(sessions) as typeof sessions, { create, ...methods }),
  };
}

/** Something happens once the sign-in has read whose the line is, and before it begins a session. */
function afterTheReading(happens: () => Promise<unknown>): Database {
  const { sessions } = database;
  const findOne = (...asked: Parameters<typeof sessions.findOne>) => {
    const query = sessions.findOne(...asked);
    const lean = () => happens().then(() => query.lean());
    return Object.assign(Object.create(query) as typeof query, { lean });
  };
  return sessionsWith({ findOne: findOne as typeof sessions.findOne });
}

describe('a line that is recognised while it', () => {
  test('leaves the account signs nobody in', async () => {
    expect(await signIn(afterTheReading(takeOver))).toBe('LINE_NOT_REGISTERED');
    expect(await database.sessions.countDocuments()).toBe(0);
  });

  test('goes over to another account signs in there', async () => {
    const other = await stage.employee(await addLine(database, { _id: '+393330000008' }));
    let isTaken = false;
    const taken = async () => {
      if (isTaken) return;
      isTaken = true;
      await takeOver();
      await stage.associate(second, other, 1);
    };
    expect(await signIn(afterTheReading(taken))).toBe('network');
    expect(await database.sessions.distinct('accountId')).toEqual([other]);
  });

  test('is switched off signs nobody in', async () => {
    const off = () => database.lineAssociations.updateOne({ _id: second }, { $set: { autologin: false } });
    expect(await signIn(afterTheReading(off))).toBe('AUTOLOGIN_OFF');
    expect(await database.sessions.countDocuments()).toBe(0);
  });

  test('leaves the account in the midst of it leaves no session', async () => {
    const { sessions } = database;
    let leaving: Promise<unknown> | undefined;
    const create = async (...made: Parameters<typeof sessions.create>) => {
      leaving ??= takeOver();
      await Promise.race([leaving, delay(200)]);
      return sessions.create(...made);
    };
    await signIn(sessionsWith({ create: create as typeof sessions.create }));
    await leaving;
    expect(await database.lineAssociations.findById(second)).toBeNull();
    expect(await database.sessions.countDocuments()).toBe(0);
  });
});
