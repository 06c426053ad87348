import { goodRows, ImportFixture } from './importFixture';

describe('files that cannot be imported', () => {
  let fixture: ImportFixture;

  beforeAll(async () => {
    fixture = await ImportFixture.open();
  });
  afterAll(() => fixture.close());
  beforeEach(() => fixture.empty());

  test.each([
    ['nothing in it', '', 'lacks the column offerCode, name, portal'],
    ['a column missing', 'offerCode,name\nO,N\n', 'lacks the column portal: its first line must be'],
    ['a column twice', 'offerCode,name,portal,name\nO,N,ecare,N\n', 'names the column name twice'],
    ['no header', `${goodRows.offers}\n`, 'lacks the column offerCode, name, portal'],
    ['bars that nothing announces', 'offerCode|name|portal\nO|N|ecare\n', 'lacks the column'],
    ['broken quotes in the header', 'offerCode,"name,portal\n', 'lacks the column'],
    [
      'Latin-1',
      Buffer.from('offerCode,name,portal\nO,Citt\u00e0,ecare\n', 'latin1'),
      'is not UTF-8 (near line',
    ],
    [
      'a letter cut at its end',
      Buffer.from([...Buffer.from('offerCode\n'), 0xc3]),
      'is not UTF-8 (near line 2)',
    ],
    [
      'UTF-16 without its mark',
      Buffer.from('offerCode,name,portal\n', 'utf16le'),
      'is not utf-8, or not text',
    ],
    [
      'a line without end',
      `offerCode,name,portal\n${'x'.repeat(70_000)}`,
      'a line of more than 64 KiB (line 2)',
    ],
  ])('one with %s is refused before anything is written', async (_what, content, sentence) => {
    const file = await fixture.write('offers.csv', content);
    const failure = await fixture.import({ offers: file }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'ImportFailure',
      message: expect.stringContaining(sentence) as string,
    });
    expect(await fixture.documents('offers')).toEqual([]);
    expect(await fixture.database.imports.countDocuments({})).toBe(0);
  });

  test('one that is not there, and a folder, are refused by name', async () => {
    const missing = `${fixture.folder}/missing.csv`;
    await expect(fixture.import({ offers: missing })).rejects.toThrow(`${missing} cannot be read (ENOENT)`);
    await expect(fixture.import({ offers: fixture.folder })).rejects.toThrow('cannot be read (EISDIR)');
  });

  test('lines are not imported while no offer is known', async () => {
    const file = await fixture.csv('lines', [goodRows.lines]);
    await expect(fixture.import({ lines: file })).rejects.toThrow('give --offers too');
  });
});
