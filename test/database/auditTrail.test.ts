import { AuditTrail, type ToldEvent } from '../../src/database/auditTrail';
import type { Database } from '../../src/database/database';
import { keyringOf } from '../security/keys';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.auditEvents.deleteMany());

const auditRetentionMs = 1_000;
const vatNumber = '01234567897';
const at = Date.UTC(2030, 0, 2);

function trailWith(...keys: string[]): AuditTrail {
  return new AuditTrail(database.auditEvents, keyringOf(...keys), { auditRetentionMs });
}

function told(over: Partial<ToldEvent> = {}): ToldEvent {
  const actor = { role: 'employee', accountId: 'account', name: '+39…0001' } as const;
  return { id: 'one', event: 'passwordSet', at, actor, vatNumber, subject: 'line +39…0001', ...over };
}

describe('the audit trail', () => {
  test('keeps an event once, as it was told first', async () => {
    const trail = trailWith('one');
    await Promise.all([trail.record(told()), trail.record(told())]);
    await trail.record(told({ at: at + 1, subject: 'another' }));
    expect(await trail.find({ limit: 9 })).toMatchObject([{ at: new Date(at), subject: 'line +39…0001' }]);
  });

  test('keeps an event of a transaction with its effect or not at all, and once', async () => {
    const trail = trailWith('one');
    const recordThen = (work: () => void) =>
      database.connection.transaction(async (session) => {
        await trail.record(told(), session);
        work();
      });
    const failed = recordThen(() => {
      throw new Error('the effect failed');
    });
    await expect(failed).rejects.toThrow('the effect failed');
    expect(await trail.find({ limit: 9 })).toEqual([]);
    await recordThen(() => undefined);
    await recordThen(() => undefined);
    expect(await trail.find({ limit: 9 })).toHaveLength(1);
  });

  test('keeps two events of one cause apart', async () => {
    const trail = trailWith('one');
    await trail.record(told());
    await trail.record(told({ event: 'sessionsEnded' }));
    expect(await trail.find({ limit: 9 })).toHaveLength(2);
  });

  test('is read by company, by event and backwards from a moment, while keys rotate', async () => {
    await trailWith('one').record(told());
    await trailWith('one').record(told({ id: 'two', at: at + 1 }));
    await trailWith('one').record(told({ id: 'three', at: at + 2, vatNumber: '07643520567' }));
    await trailWith('one').record(told({ id: 'four', at: at + 3, event: 'signedIn' }));
    const rotated = trailWith('two', 'one');
    const times = async (query: object) =>
      (await rotated.find({ limit: 9, ...query })).map((event) => event.at.getTime() - at);
    expect(await times({ vatNumber })).toEqual([3, 1, 0]);
    expect(await times({ event: 'passwordSet' })).toEqual([2, 1, 0]);
    expect(await times({ since: new Date(at + 1) })).toEqual([3, 2, 1]);
    expect(await times({ limit: 1 })).toEqual([3]);
  });

  test('is read page by page without losing an event of the same moment, nor telling one twice', async () => {
    const trail = trailWith('one');
    for (const id of ['one', 'two', 'three', 'four', 'five']) await trail.record(told({ id }));
    const ids: string[] = [];
    for (;;) {
      const before = ids.length === 0 ? undefined : { at: new Date(at), _id: ids.at(-1) ?? '' };
      const page = await trail.find({ vatNumber, before, limit: 2 });
      if (page.length === 0) break;
      ids.push(...page.map(({ _id }) => _id));
    }
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  test('is found by a username or a line, of which it keeps a few characters and a keyed digest', async () => {
    await trailWith('one').record(told({ subjectName: 'MarioSegreto', subject: undefined }));
    await trailWith('one').record(told({ id: 'two', subjectName: '+393201234567', subject: undefined }));
    const rotated = trailWith('two', 'one');
    expect(await rotated.find({ subjectName: 'MarioSegreto', limit: 9 })).toMatchObject([
      { subject: '•••••••••eto' },
    ]);
    expect(await rotated.find({ subjectName: '+393201234567', limit: 9 })).toMatchObject([
      { subject: '•••••••••4567' },
    ]);
    expect(await rotated.find({ subjectName: 'mariosegreto', limit: 9 })).toEqual([]);
    const kept = JSON.stringify(await database.auditEvents.find().lean());
    expect(kept).not.toMatch(/MarioS|39320/);
  });

  test('holds no VAT number, and ends with its retention', async () => {
    await trailWith('one').record(told());
    const [event] = await database.auditEvents.find().lean();
    expect(JSON.stringify(event)).not.toContain(vatNumber);
    expect(event?.expiresAt).toEqual(new Date(at + auditRetentionMs));
  });

  test('refuses an event that it does not know, and a field that it does not keep', async () => {
    const trail = trailWith('one');
    await expect(trail.record(told({ event: 'guessed' as never }))).rejects.toThrow();
    await expect(trail.record({ ...told(), password: 'secret' } as never)).rejects.toThrow();
  });
});

describe('a page of the trail', () => {
  const stagesOf = (plan: object): string[] =>
    Object.entries(plan).flatMap(([name, value]: [string, unknown]) => {
      if (name === 'stage' && typeof value === 'string') return [value];
      return typeof value === 'object' && value !== null ? stagesOf(value) : [];
    });

  test('of all events is read along an index, and not sorted', async () => {
    await trailWith('one').record(told());
    const plan: object = await database.auditEvents
      .find()
      .sort({ at: -1, _id: 1 })
      .limit(9)
      .explain('queryPlanner');
    const stages = stagesOf(plan);
    expect(stages).toContain('IXSCAN');
    expect(stages).not.toContain('SORT');
    expect(stages).not.toContain('COLLSCAN');
  });
});
