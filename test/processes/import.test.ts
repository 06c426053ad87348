import { join } from 'node:path';
import { databaseBeside } from '../../embedded/databaseServer';
import { Command } from '../support/command';
import { eventually } from '../support/eventually';
import { goodRows, ImportFixture, keyTexts, rejectsBeside } from '../records/import/importFixture';
import { ownDatabaseUri } from '../support/testDatabase';

describe('npm run import', () => {
  let fixture: ImportFixture;
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    fixture = await ImportFixture.open();
    const { name } = fixture.database.connection;
    variables = {
      SERVICE_KEYS: keyTexts.serviceKeys,
      WORKER_KEYS: keyTexts.workerKeys,
      MONGODB_URI: databaseBeside(process.env['TEST_MONGODB_URI']!, name),
    };
  });
  afterAll(() => fixture.close());
  beforeEach(() => fixture.empty());

  const run = (args: readonly string[], changes: NodeJS.ProcessEnv = {}) =>
    new Command('import', args, { ...variables, ...changes }).ended;

  test('ends with 0 when every row was imported, and shows plain progress on a pipe', async () => {
    const file = await fixture.csv('offers', [goodRows.offers]);
    const { code, said, complained } = await run(['--offers', file]);
    expect([code, said]).toEqual([0, `${file}: 1 of 1 rows imported.\n`]);
    expect(complained).toContain('100% 1/1 rows');
  });

  test('imports nothing into a database that nobody has set up, and says what to run', async () => {
    const file = await fixture.csv('offers', [goodRows.offers]);
    const { code, complained } = await run(['--offers', file], { MONGODB_URI: ownDatabaseUri() });
    expect([code, complained]).toEqual([
      2,
      expect.stringMatching(/^The database lacks [^\n]+: run npm run migrate\.\n$/),
    ]);
  });

  test('ends with 1 when a row was rejected, and names the rejects file', async () => {
    const file = await fixture.csv('offers', [goodRows.offers, 'SC-02,Offerta,telepathy']);
    const { code, said } = await run(['--offers', file]);
    expect([code, said]).toEqual([
      1,
      `${file}: 1 of 2 rows imported, 1 rejected: see ${file}.rejects.csv.\n`,
    ]);
  });

  test('ends with 3 when an account is to lose its line and Temporal is away: the rows are there, and the sentence says what to run', async () => {
    const { lineAssociations } = fixture.database;
    await lineAssociations.create({
      _id: '+393990000001',
      accountId: 'account',
      slot: 0,
      vatNumber: '99000019994',
      associatedBy: 'flow',
      associatedAt: new Date(),
      simKind: 'voice',
      lineActivatedOn: '2020-02-29',
    });
    const files = ['--offers', await fixture.csv('offers', [goodRows.offers])];
    const lines = await fixture.csv('lines', [goodRows.lines.replace('active', 'ceased')]);
    const away = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { code, said, complained } = await run([...files, '--lines', lines], away);
    await lineAssociations.deleteMany({});
    expect([code, said]).toEqual([3, expect.stringContaining(`${lines}: 1 of 1 rows imported.\n`)]);
    expect(complained).toContain('Temporal does not answer');
    expect(complained).toContain('npm run operator -- review-records');
  });

  test.each([
    ['no file is named', [], {}, 'Nothing to import: give --companies, --lines or --offers with a file.'],
    ['an option is unknown', ['--files', 'x'], {}, "error: unknown option '--files'"],
    ['a file is missing', ['--offers', 'missing.csv'], {}, 'missing.csv cannot be read (ENOENT)'],
    ['WORKER_KEYS is not set', ['--offers', 'x.csv'], { WORKER_KEYS: '' }, 'WORKER_KEYS must be set'],
    ['SERVICE_KEYS is not set', ['--offers', 'x.csv'], { SERVICE_KEYS: '' }, 'SERVICE_KEYS must be set'],
    [
      'the database is down',
      ['--offers', 'x.csv'],
      { MONGODB_URI: 'mongodb://user:secret@127.0.0.1:1/x' },
      'The database does not answer or refuses (MongooseServerSelectionError): check MONGODB_URI',
    ],
  ])('ends with 2 and one sentence when %s', async (_what, args, changes, sentence) => {
    const { code, said, complained } = await run(args, changes);
    expect([code, said]).toEqual([2, '']);
    expect(complained).toContain(sentence);
    expect(complained).not.toMatch(/^ +at /m);
    expect(complained).not.toContain('secret');
  });

  test('killed in the middle and run again, it ends with the same content and rejects', async () => {
    const rows = Array.from({ length: 2_500 }, (_, place) => {
      const row = goodRows.lines.replace('0000001,', `${String(place).padStart(7, '0')},`);
      return place % 500 === 10 ? row.replace('12345678', '87654321X') : row;
    });
    const files = ['--offers', await fixture.csv('offers', [goodRows.offers])];
    const lines = await fixture.csv('lines', rows);
    expect((await run([...files, '--lines', lines])).code).toBe(1);
    const whole = { documents: await fixture.documents('lines'), rejects: await rejectsBeside(lines) };
    await fixture.empty();

    const killed = new Command('import', [...files, '--lines', lines], variables);
    const progress = () => fixture.database.imports.findById('lines').lean();
    const isHalfway = async () => (((await progress())?.rows ?? 0) >= 1_000 ? true : undefined);
    await eventually(isHalfway, 'No 1,000 rows were imported.');
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' });
    expect((await progress())?.state).toBe('running');

    const { code, said } = await run(['--lines', lines]);
    expect(code).toBe(1);
    expect(said).toMatch(/2495 of 2500 rows imported \([12]000 of them by the run before\), 5 rejected/);
    expect(await fixture.documents('lines')).toEqual(whole.documents);
    expect(await rejectsBeside(lines)).toEqual(whole.rejects);
  });

  test('imports the sample extract without a reject', async () => {
    const out = join(fixture.folder, 'sample');
    const size = ['--companies', '300', '--lines', '600', '--out', out];
    expect((await new Command('generateExtract', size).ended).code).toBe(0);
    const file = (kind: string) => [`--${kind}`, join(out, `${kind}.csv`)];
    const { code, said } = await run([...file('companies'), ...file('lines'), ...file('offers')]);
    expect([code, said]).toEqual([0, expect.stringContaining('600 of 600 rows imported')]);
  });

  test('generate-extract without a folder ends with a sentence and not with 0', async () => {
    const { code, complained } = await new Command('generateExtract', []).ended;
    expect(code).not.toBe(0);
    expect(complained).toContain('--out <folder>');
  });
});
