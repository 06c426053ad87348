import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { columnsOf, optionalColumnsOf } from '../../../src/records/import/columns';
import { goodRows, ImportFixture, rejectsBeside } from './importFixture';

describe('import of customer records', () => {
  let fixture: ImportFixture;

  beforeAll(async () => {
    fixture = await ImportFixture.open();
  });
  afterAll(() => fixture.close());
  beforeEach(() => fixture.empty());

  async function importGoodRows(): Promise<void> {
    const results = await fixture.import({
      companies: await fixture.csv('companies', [goodRows.companies]),
      lines: await fixture.csv('lines', [goodRows.lines]),
      offers: await fixture.csv('offers', [goodRows.offers]),
    });
    expect(results.map(({ rows, rejected }) => [rows, rejected])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
  }

  test('rows become documents: keys, VAT numbers, mobiles and mail domains in one form, the rest as it stands', async () => {
    await importGoodRows();
    expect(await fixture.documents('companies')).toEqual([
      {
        _id: 'C1',
        vatNumber: '99000019994',
        name: 'Società Esempio',
        segment: 'SME',
        representative: {
          firstName: 'Niccolò',
          lastName: "D'Esempio",
          birthDate: '1980-05-17',
          taxCode: 'RSSMRA80A01H501U',
          email: 'Maria@esempio.example',
          mobile: '+393999000001',
        },
        source: { fileDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string, line: 2 },
      },
    ]);
    expect(await fixture.documents('lines')).toMatchObject([
      { _id: '+393990000001', offerCode: 'SC-01', status: 'active', activatedOn: '2020-02-29' },
    ]);
  });

  test('a PUK is kept as a digest alone, with the id of the key it was made under', async () => {
    await importGoodRows();
    const [line] = await fixture.documents('lines');
    expect(line).toMatchObject({
      pukDigest: {
        digest: expect.stringMatching(/^[\w-]{43}$/) as string,
        keyId: 'worker-1',
      },
    });
    expect(JSON.stringify(line)).not.toContain('12345678');
  });

  test('one PUK on two SIMs gives two digests', async () => {
    const other = goodRows.lines.replace('0000001,', '0000002,').replace('0000011,', '0000029,');
    await fixture.import({
      lines: await fixture.csv('lines', [goodRows.lines, other]),
      offers: await fixture.csv('offers', [goodRows.offers]),
    });
    const digests = (await fixture.database.lines.find().lean()).map(({ pukDigest }) => pukDigest.digest);
    expect(new Set(digests).size).toBe(2);
  });

  test('NDJSON gives the same documents as CSV', async () => {
    await importGoodRows();
    const documents = await fixture.documents('lines');
    const values = goodRows.lines.split(',');
    const row = Object.fromEntries(columnsOf.lines.map((column, place) => [column, values[place]]));
    await fixture.import({ lines: await fixture.write('lines.ndjson', `\n${JSON.stringify(row)}\n`) });
    await fixture.import({ lines: await fixture.write('lines.dat', `${JSON.stringify(row)}\n`) });
    const withoutSource = (document: object) => ({ ...document, source: undefined });
    expect((await fixture.documents('lines')).map(withoutSource)).toEqual(documents.map(withoutSource));
  });

  test('a suspended line and one whose SMS are barred are imported; a file may leave the column out', async () => {
    const numbered = (end: string) => goodRows.lines.replace('0000001,', `000000${end},`);
    const rows = [`${numbered('1').replace('active', 'suspended')},yes`, `${numbered('2')},no`];
    const header = [...columnsOf.lines, ...optionalColumnsOf.lines].join(',');
    const csv = [header, ...rows, `${numbered('3')},`, `${numbered('4')},perhaps`].join('\n');
    const values = numbered('5').split(',');
    const row = Object.fromEntries(columnsOf.lines.map((column, place) => [column, values[place]]));
    await fixture.import({ offers: await fixture.csv('offers', [goodRows.offers]) });
    await fixture.import({ lines: await fixture.write('barred.csv', csv) });
    const json = JSON.stringify({ ...row, smsBarred: 'yes' });
    await fixture.import({ lines: await fixture.write('lines.ndjson', json) });
    const found = await fixture.database.lines.find().sort({ _id: 1 }).lean();
    expect(found.map(({ _id, status, smsBarred }) => [_id.slice(-1), status, smsBarred])).toEqual([
      ['1', 'suspended', true],
      ['2', 'active', undefined],
      ['3', 'active', undefined],
      ['5', 'active', true],
    ]);
  });

  test('a name in NDJSON counts in upper and lower case, and a line that has one twice is rejected', async () => {
    await importGoodRows();
    const [names, values] = [columnsOf.lines, goodRows.lines.split(',')];
    const row = Object.fromEntries(names.map((name, index) => [name.toUpperCase(), values[index]]));
    const twice = { ...row, MSISDN: '393990000009', smsBarred: 'no', SmsBarred: 'yes' };
    const lines = [{ ...row, SMSBARRED: 'yes' }, twice].map((each) => JSON.stringify(each)).join('\n');
    const results = await fixture.import({ lines: await fixture.write('lines.ndjson', lines) });
    expect(results.map(({ rows, rejected }) => [rows, rejected])).toEqual([[2, 1]]);
    expect(await fixture.documents('lines')).toMatchObject([{ smsBarred: true }]);
  });

  test('a byte order mark, CR LF, blank lines, other columns and their order do not matter', async () => {
    const content =
      '\ufeffportal,remark,offerCode,name\r\n\r\nselfcare,"a, b",SC-01,"Offerta ""Uno"", voce"\r\n';
    await fixture.import({ offers: await fixture.write('offers.csv', content) });
    expect(await fixture.documents('offers')).toMatchObject([
      { _id: 'SC-01', name: 'Offerta "Uno", voce', portal: 'selfcare', source: { line: 3 } },
    ]);
  });

  test('the same import again changes nothing', async () => {
    await importGoodRows();
    const before = await fixture.documents('companies');
    await importGoodRows();
    expect(await fixture.documents('companies')).toEqual(before);
  });

  test('a later file replaces what an earlier one said of the same key, and leaves the rest', async () => {
    await fixture.import({
      offers: await fixture.csv('offers', ['SC-01,Prima,selfcare', 'SC-02,Altra,selfcare']),
    });
    await fixture.import({ offers: await fixture.csv('offers', ['SC-01,Dopo,ecare']) });
    expect(await fixture.documents('offers')).toMatchObject([
      { _id: 'SC-01', name: 'Dopo', portal: 'ecare' },
      { _id: 'SC-02', name: 'Altra', portal: 'selfcare' },
    ]);
  });

  test('no rejects file stays where nothing was rejected', async () => {
    const broken = await fixture.csv('offers', ['SC-01,Offerta,telepathy']);
    await fixture.import({ offers: broken });
    expect(await rejectsBeside(broken)).toHaveLength(1);
    const good = await fixture.csv('offers', ['SC-01,Offerta,selfcare']);
    await fixture.import({ offers: good });
    expect(existsSync(`${good}.rejects.csv`)).toBe(false);
  });

  test('the rejects file is CSV with a header, and quotes nothing of the row', async () => {
    const rows = [
      goodRows.lines.replace('12345678', '1234567X'),
      goodRows.lines.replace('+393990000001', '+39 02 7654321').replace('12345678', '87654321'),
      `${goodRows.lines},87654321`,
    ];
    await fixture.rejectsOf('lines', rows);
    const text = await readFile(`${fixture.folder}/lines.csv.rejects.csv`, 'utf8');
    expect(text.split('\n')[0]).toBe('line,code,column,reason');
    for (const value of ['1234567X', '87654321', '7654321', '12345678', '99000019994', '0000000011'])
      expect(text).not.toContain(value);
  });
});
