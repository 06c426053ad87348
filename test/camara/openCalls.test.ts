import { OpenCalls } from '../../src/camara/openCalls';
import type { Database } from '../../src/database/database';
import { sweepMarginMs } from '../../src/database/documents';
import { Problem } from '../../src/errors/problem';
import { patientDeadline } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const lifeMs = 60_000;
const start = Date.parse('2030-01-04T10:00:00Z');
let now = start;
let database: Database;
let openCalls: OpenCalls;
beforeAll(async () => {
  database = await openTestDatabase();
  openCalls = new OpenCalls({ database, databaseDeadline: patientDeadline, now: () => new Date(now) });
});
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  now = start;
  await database.openCalls.deleteMany({});
});

const unanswered = (ids: string[]) =>
  openCalls.answerOnce({ key: 'call', lifeMs }, ({ callId }) => {
    ids.push(callId);
    return Promise.reject(new Problem('TEMPORARILY_UNAVAILABLE'));
  });
const answered = (key = 'call') => openCalls.answerOnce({ key, lifeMs }, (begun) => Promise.resolve(begun));

describe('a call', () => {
  test('that nobody had an answer of goes on when it is repeated, and is a new one after its answer', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1)
      await expect(unanswered(ids)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    expect(new Set(ids).size).toBe(1);
    expect(await answered('other')).toMatchObject({ isRepeated: false });
    expect(await answered()).toEqual({ callId: ids[0], isRepeated: true });
    const { callId, isRepeated } = await answered();
    expect(isRepeated).toBe(false);
    expect(callId).not.toBe(ids[0]);
    expect(await database.openCalls.countDocuments()).toBe(0);
  });

  test('that is refused has its answer, and so has one that fails by a defect', async () => {
    for (const failure of [new Problem('CODE_ENTRY_PAUSED'), new Error('a defect')])
      await expect(openCalls.answerOnce({ key: 'call', lifeMs }, () => Promise.reject(failure))).rejects.toBe(
        failure,
      );
    expect(await answered()).toMatchObject({ isRepeated: false });
  });

  test('is forgotten after its life, though it still lies in the database', async () => {
    const ids: string[] = [];
    await expect(unanswered(ids)).rejects.toThrow();
    now = start + lifeMs;
    const begun = await answered();
    expect(begun.isRepeated).toBe(false);
    expect(begun.callId).not.toBe(ids[0]);
  });

  test('outlives a database whose clock is an hour ahead', async () => {
    await expect(unanswered([])).rejects.toThrow();
    const [kept] = await database.openCalls.find().lean();
    expect(kept?.expiresAt).toEqual(new Date(start + lifeMs + sweepMarginMs));
  });

  test('made twenty times at once gives each its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => answered()));
    expect(new Set(answers.map(({ callId }) => callId)).size).toBe(20);
  });
});
