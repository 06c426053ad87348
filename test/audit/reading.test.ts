import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditOf } from '../../commands/operator/audit';
import { auditEventNames } from '../../src/database/auditEvents';
import { AuditTrail, byOwner } from '../../src/database/auditTrail';
import type { Database } from '../../src/database/database';
import { found, paper, projectFolder, sectionUnder } from '../docs/papers';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const settings = testSettings();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  const { config, secrets } = settings;
  const trail = new AuditTrail(database.auditEvents, secrets.serviceKeys, config.figures);
  const account = { _id: 'account', kind: 'employee', username: line, vatNumber: '99000019994' } as const;
  const at = Date.UTC(2030, 0, 4);
  const addressKey = 'abcdefgh-and-more';
  await trail.record({ event: 'signedIn', id: '1', at, ...byOwner(account), detail: 'password', addressKey });
  await trail.record({
    event: 'passwordSet',
    id: '2',
    at: at + 1,
    ...byOwner(account),
    reference: '7K3QX0M9ZT',
  });
  const nobody = { actor: { role: 'nobody' }, subjectName: 'MarioRossi1' } as const;
  await trail.record({ event: 'signInRefused', id: '3', at: at + 2, ...nobody });
});
afterAll(() => dropTestDatabase(database));

const line = '+393990000001';
const read = async (options: Partial<Parameters<typeof auditOf>[1]> = {}) =>
  (await auditOf({ database, settings }, { limit: 50, ...options })).sentence.split('\n');

describe('the operator', () => {
  test('reads who did what, when and from where, a line each, the latest first', async () => {
    expect(await read()).toEqual([
      '2030-01-04T00:00:00.002Z signInRefused           by nobody of ••••••••si1',
      '2030-01-04T00:00:00.001Z passwordSet             by employee •••••••••0001 reference 7K3QX0M9ZT',
      '2030-01-04T00:00:00.000Z signedIn                by employee •••••••••0001 (password) from abcdefgh',
    ]);
  });

  test('asks for a company, a name however a line is written, an event, a time, a number of them', async () => {
    expect(await read({ vat: '99000019994' })).toHaveLength(2);
    expect(await read({ name: '399 000 0001' })).toHaveLength(2);
    expect(await read({ name: 'MarioRossi1' })).toHaveLength(1);
    expect(await read({ event: 'passwordSet' })).toHaveLength(1);
    expect(await read({ since: new Date('2030-01-04T00:00:00.001Z') })).toHaveLength(2);
    expect(await read({ limit: 1 })).toHaveLength(1);
    const none = { exitCode: 1, sentence: 'No such event is on record.' };
    expect(await auditOf({ database, settings }, { limit: 1, vat: '00000010017' })).toEqual(none);
    await expect(read({ vat: '1' })).rejects.toThrow('--vat is no Italian VAT number');
  });

  test('gets JSON, one object a line, without the key of an address', async () => {
    const [, , signedIn = ''] = await read({ json: true });
    expect(JSON.parse(signedIn)).toMatchObject({
      event: 'signedIn',
      origin: 'abcdefgh',
      at: '2030-01-04T00:00:00.000Z',
    });
    expect(signedIn).not.toContain('and-more');
  });
});

/** Every file of the service itself, from the project's folder. */
const sources = ['src', 'activities', 'workers', 'commands', 'workflows'].flatMap((room) =>
  readdirSync(join(projectFolder, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(room, path)),
);

describe('the papers', () => {
  test('name every event of the trail, and every word that the code tells of it as a detail', () => {
    const events = sectionUnder(paper('docs/audit.md'), 'The events');
    expect(found(events, /^- `(\w+)`: /gm)).toEqual([...auditEventNames]);
    const details = found(events, /^- .*\((.*)\)$/gm).join();
    const words = found(details, /`([\w-]+)`/g);
    const told = sources.flatMap((path) =>
      found(readFileSync(join(projectFolder, path), 'utf8'), /\bdetail: '([\w-]+)'/g),
    );
    expect(told.filter((word) => !words.includes(word) && word !== 'simAssociation')).toEqual([]);
  });

  test('are right that the trail alone writes there, and that it only adds; a migration looks after indexes alone', () => {
    const naming = sources.filter((path) =>
      /auditEvents\b(?!')/.test(
        readFileSync(join(projectFolder, path), 'utf8').replace(/new AuditTrail\([^)]*\)/g, ''),
      ),
    );
    expect(naming).toEqual(['src/database/database.ts', 'src/database/migrations.ts']);
    const callsIn = (path: string, form: RegExp) =>
      new Set(found(readFileSync(join(projectFolder, path), 'utf8'), form));
    const ofTrail = callsIn('src/database/auditTrail.ts', /this\.events\s*\.(\w+)/g);
    expect(ofTrail).toEqual(new Set(['exists', 'create', 'find']));
    const ofMigrations = callsIn('src/database/migrations.ts', /collection\.(\w+)/g);
    expect(ofMigrations).toEqual(new Set(['indexes', 'dropIndex']));
  });
});
