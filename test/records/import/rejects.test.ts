import { goodRows, ImportFixture, rejectsBeside } from './importFixture';

describe('rows that are rejected', () => {
  let fixture: ImportFixture;

  beforeAll(async () => {
    fixture = await ImportFixture.open();
  });
  afterAll(() => fixture.close());

  test.each([
    ['99000019994', '99000019995', 'INVALID_VALUE', 'vatNumber'],
    ['C1,', ',', 'MISSING_VALUE', 'customerCode'],
    ['C1,', '$C1,', 'INVALID_VALUE', 'customerCode'],
    ['Società Esempio', 'Società\u0007Esempio', 'INVALID_VALUE', 'name'],
    ['SME', 'MEDIUM', 'INVALID_VALUE', 'segment'],
    ['Niccolò', 'N1ccolò', 'INVALID_VALUE', 'repFirstName'],
    ["D'Esempio", ' ', 'MISSING_VALUE', 'repLastName'],
    ['1980-05-17', '1980-02-30', 'INVALID_VALUE', 'repBirthDate'],
    ['1980-05-17', '05/17/1980', 'INVALID_VALUE', 'repBirthDate'],
    ['H501U', 'H501A', 'INVALID_VALUE', 'repTaxCode'],
    ['RSSMRA80A01H501U', '00743110157', 'INVALID_VALUE', 'repTaxCode'],
    ['Maria@Esempio.EXAMPLE', 'Maria', 'INVALID_VALUE', 'repEmail'],
    ['399 9000001', '02 1234567', 'INVALID_VALUE', 'repMobile'],
    ['SME,', '', 'RAGGED_ROW', ''],
    ['SME,', 'SME,,', 'RAGGED_ROW', ''],
    ['SME', '"SME', 'BROKEN_QUOTES', ''],
    ['SME', '"S"ME', 'BROKEN_QUOTES', ''],
  ])('a company with %s → %p lands in the rejects file as %s of %s', async (from, to, code, column) => {
    const rejects = await fixture.rejectsOf('companies', [
      goodRows.companies.replace('C1', 'C0'),
      goodRows.companies.replace(from, to),
      goodRows.companies.replace('C1', 'C2'),
    ]);
    expect(rejects).toEqual([expect.stringMatching(new RegExp(`^3,${code},${column},.+`)) as string]);
    expect(await fixture.documents('companies')).toMatchObject([{ _id: 'C0' }, { _id: 'C2' }]);
  });

  test.each([
    ['+393990000001', '+390212345678', 'INVALID_VALUE', 'msisdn'],
    ['8939990000000000011', '123', 'INVALID_VALUE', 'iccid'],
    ['voice', 'satellite', 'INVALID_VALUE', 'simKind'],
    ['12345678', '1234567', 'INVALID_VALUE', 'puk'],
    ['12345678', '', 'MISSING_VALUE', 'puk'],
    ['SC-01', 'SC-99', 'UNKNOWN_OFFER', 'offerCode'],
    ['active', 'sleeping', 'INVALID_VALUE', 'status'],
    ['2020-02-29', '2021-02-29', 'INVALID_VALUE', 'activatedOn'],
  ])('a line with %s → %p lands in the rejects file as %s of %s', async (from, to, code, column) => {
    const rejects = await fixture.rejectsOf('lines', [goodRows.lines.replace(from, to)]);
    expect(rejects).toEqual([expect.stringMatching(new RegExp(`^2,${code},${column},.+`)) as string]);
    expect(await fixture.documents('lines')).toEqual([]);
  });

  test('all faults of a row are named, the first one in its own columns', async () => {
    const row = goodRows.lines.replace('voice', 'satellite').replace('12345678', '');
    expect(await fixture.rejectsOf('lines', [row])).toEqual([
      '2,INVALID_VALUE,simKind,simKind: the value must be voice or data-only; puk: the value is missing',
    ]);
  });

  test.each([
    ['no JSON', '{"offerCode": "SC-01",', 'NOT_JSON', ''],
    ['an array', '["SC-01"]', 'NOT_JSON', ''],
    ['a number for a text', '{"offerCode":"1","name":7,"portal":"ecare"}', 'INVALID_VALUE', 'name'],
    [
      'an operator for a text',
      '{"offerCode":{"$ne":""},"name":"O","portal":"ecare"}',
      'INVALID_VALUE',
      'offerCode',
    ],
    ['a name left out', '{"offerCode":"SC-01","portal":"ecare"}', 'MISSING_VALUE', 'name'],
    [
      'a name inherited',
      '{"__proto__":{"name":"O"},"offerCode":"1","portal":"ecare"}',
      'MISSING_VALUE',
      'name',
    ],
  ])('a line of NDJSON with %s lands in the rejects file', async (_what, text, code, column) => {
    await fixture.empty();
    const file = await fixture.write('offers.ndjson', `${text}\n`);
    const [result] = await fixture.import({ offers: file });
    expect(result?.rejected).toBe(1);
    expect(await rejectsBeside(file)).toEqual([expect.stringMatching(new RegExp(`^1,${code},${column},.+`))]);
  });

  test('a key that repeats is rejected, within a batch and across batches; the earlier row counts', async () => {
    const row = (code: number, name: string) => `O-${code},${name},selfcare`;
    const rows = Array.from({ length: 150 }, (_, place) => row(place, 'Prima'));
    rows.push(row(149, 'Doppia'), row(3, 'Doppia'));
    const rejects = await fixture.rejectsOf('offers', rows, 100);
    const reason =
      'DUPLICATE_KEY,offerCode,offerCode: an earlier row of the file has the same key; that one counts';
    expect(rejects).toEqual([`152,${reason}`, `153,${reason}`]);
    expect(await fixture.database.offers.countDocuments({ name: 'Doppia' })).toBe(0);
  });
});
