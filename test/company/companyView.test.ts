import { type Line, reversedText } from '../../src/database/recordDocuments';
import { exampleRegistration, inSession } from '../api/support/requests';
import { jsonOf } from '../api/support/rawHttp';
import { accountId, recordAccount, signIn } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';

const own = '00000010017';
const other = '99000019994';
const source = { fileDigest: 'none', line: 1 };
const since = new Date('2026-01-04T10:00:00Z');

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
  await signIn(api);
  await fillRecords();
});
afterAll(() => api.stop());
beforeEach(() => recordAccount(api));

type View = Readonly<Record<'line' | 'status' | 'simKind' | 'activatedOn', string>> & {
  readonly offer?: string;
  readonly registeredSince: string | null;
};

const numberOf = (index: number) => `+39333${String(index).padStart(7, '0')}`;
const ask = (path: string) => api.send(inSession('GET', path));

async function pageOf(query: string) {
  const answer = await ask(`/v1/company/lines?${query}`);
  expect(answer.status).toBe(200);
  return jsonOf(answer) as unknown as { readonly lines: readonly View[]; readonly nextCursor?: string };
}

/** Every line that a query finds, page by page. */
async function allOf(query: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(cursor === undefined ? query : `${query}&cursor=${cursor}`);
    found.push(...page.lines.map(({ line }) => line));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

test('an administrator reads the own company, and nothing of its legal representative', async () => {
  const answer = await ask('/v1/company');
  expect(jsonOf(answer)).toEqual({
    vatNumber: own,
    name: 'Azienda Uno',
    contracts: [
      { customerCode: 'C-1', name: 'Azienda Uno', segment: 'SME' },
      { customerCode: 'C-2', name: 'Azienda Uno', segment: 'SME' },
    ],
    lines: { total: 250, registered: 3 },
  });
  for (const datum of Object.values(exampleRegistration.legalRepresentative))
    expect(answer.text).not.toContain(datum);
});

test('each line comes once, in the order of numbers, with offer, day, status and registration', async () => {
  const all = await allOf('limit=100');
  expect(all).toEqual(Array.from({ length: 250 }, (_, index) => numberOf(index)));
  const { lines } = await pageOf('limit=2');
  expect(lines).toEqual([
    {
      line: numberOf(0),
      simKind: 'data-only',
      status: 'ceased',
      offer: 'Offerta Esempio',
      activatedOn: '2024-01-01',
      registeredSince: null,
    },
    expect.objectContaining({ status: 'active', registeredSince: since.toISOString() }),
  ]);
});

test.each([
  ['registered=true', [1, 120, 240]],
  ['registered=true&limit=1', [1, 120, 240]],
  ['registered=true&search=240', [240]],
  ['registered=false&search=+39333000012', [121, 122, 123, 124, 125, 126, 127, 128, 129]],
  ['search=333000012', [120, 121, 122, 123, 124, 125, 126, 127, 128, 129]],
  ['search=0249', [249]],
  ['search=049&limit=1', [49]],
  [`search=${encodeURIComponent(numberOf(7))}`, [7]],
  ['search=444', []],
])('%s finds its lines', async (query, numbers) => {
  expect(await allOf(query.replace('=+', '=%2B'))).toEqual(numbers.map(numberOf));
});

test('lines that are not registered are all found, however short the pages', async () => {
  expect(await allOf('registered=false&limit=99')).toHaveLength(247);
});

test.each([
  'search=.*',
  'search=(%2B%2B)',
  'search=12',
  'search=%5E333',
  'search[$ne]=1',
  'search=333&search=334',
  'registered=yes',
  'limit=0',
  'limit=101',
  'limit=1e1',
  'cursor=%2B39333',
  'cursor[$gt]=',
  'vatNumber=99000019994',
  '__proto__=1',
  `search=${'1'.repeat(100)}`,
])('?%s is refused', async (query) => {
  const answer = await ask(`/v1/company/lines?${query}`);
  expect([answer.status, jsonOf(answer)['code']]).toEqual([400, 'REQUEST_INVALID']);
});

test('nothing of another company is told: no line by its digits, none behind a cursor, no registration', async () => {
  expect(await allOf('search=+39344'.replace('+', '%2B'))).toEqual([]);
  expect(await allOf(`cursor=${numberOf(249).slice(1)}`)).toEqual([]);
  const { lines } = await pageOf('search=0002');
  expect(lines).toEqual([expect.objectContaining({ line: numberOf(2), registeredSince: null })]);
});

test('a Telco Manager sees the same; an employee nothing', async () => {
  await recordAccount(api, { kind: 'telcoManager' });
  expect((await ask('/v1/company')).status).toBe(200);
  expect((await pageOf('limit=1')).lines).toHaveLength(1);
  await recordAccount(api, { kind: 'employee' });
  for (const path of ['/v1/company', '/v1/company/lines'])
    expect(jsonOf(await ask(path))['code']).toBe('NOT_PERMITTED');
});

async function fillRecords(): Promise<void> {
  const { companies, lines, lineAssociations, offers } = api.context.database;
  await Promise.all([lines.deleteMany({}), lineAssociations.deleteMany({})]);
  const contract = { vatNumber: own, name: 'Azienda Uno', segment: 'SME', source } as const;
  const representative = exampleRegistration.legalRepresentative;
  await companies.insertMany([
    { ...contract, _id: 'C-1', representative },
    { ...contract, _id: 'C-2', representative },
  ]);
  await offers.create({ _id: 'SC-01', name: 'Offerta Esempio', portal: 'selfcare', source });
  const ownLines = Array.from({ length: 250 }, (_, index) =>
    lineOf(numberOf(index), own, index === 0 ? { status: 'ceased', simKind: 'data-only' } : {}),
  );
  await lines.insertMany([...ownLines, lineOf('+393440000002', other), lineOf('+393440000003', other)]);
  const association = {
    slot: 0,
    associatedBy: 'flow',
    associatedAt: since,
    simKind: 'voice',
    lineActivatedOn: '2024-01-01',
  } as const;
  await lineAssociations.insertMany([
    ...[1, 120, 240].map((index) => {
      return { ...association, _id: numberOf(index), accountId: `${accountId}-${index}`, vatNumber: own };
    }),
    // Proved for another company; the line moved here since.
    { ...association, _id: numberOf(2), accountId: 'former', vatNumber: other },
    { ...association, _id: '+393440000003', accountId: 'others', vatNumber: other },
  ]);
}

function lineOf(msisdn: string, vatNumber: string, change: Partial<Line> = {}): Line {
  return {
    _id: msisdn,
    reversed: reversedText(msisdn),
    vatNumber,
    iccid: '8939990000000000011',
    simKind: 'voice',
    pukDigest: { digest: 'none', keyId: 'none' },
    offerCode: 'SC-01',
    status: 'active',
    activatedOn: '2024-01-01',
    source,
    ...change,
  };
}
