import fc from 'fast-check';
import { columnsOf } from '../../../src/records/import/columns';
import { ImportFailure } from '../../../src/records/import/importFailure';
import type { ImportResult } from '../../../src/records/import/importFile';
import { goodRows, ImportFixture, rejectsBeside } from './importFixture';

const header = columnsOf.offers.join(',');
const row = (number: number) => `O-${number},Offerta ${number},selfcare`;

describe('files as Excel and other programs write them', () => {
  let fixture: ImportFixture;

  beforeAll(async () => (fixture = await ImportFixture.open()));
  afterAll(() => fixture.close());
  beforeEach(() => fixture.empty());

  async function imported(content: string | Buffer, encoding?: 'windows-1252'): Promise<ImportResult> {
    const offers = await fixture.write('offers.csv', content);
    const [result] = await fixture.import({ offers }, { fromStart: true, ...(encoding && { encoding }) });
    return result!;
  }

  const codes = async () =>
    (await fixture.documents('offers')).map((offer) => (offer as { _id: string })._id);
  const names = async () =>
    (await fixture.documents('offers')).map((offer) => (offer as { name: string }).name);

  test('rows end with CR, LF or CRLF in any mix, and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('\r', '\n', '\r\n'), { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        async (ends, isLastEnded) => {
          await fixture.empty();
          const lines = [header, ...[1, 2, 3, 4, 5].map(row)];
          const text = lines.map((line, index) => `${line}${ends[index] ?? ''}`).join('');
          const result = await imported(isLastEnded ? text : text.trimEnd());
          expect(result).toMatchObject({ rows: 5, rejected: 0 });
          expect(await codes()).toEqual(['O-1', 'O-2', 'O-3', 'O-4', 'O-5']);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('a CRLF that two chunks share is one end', async () => {
    const padding = 'x'.repeat(65_536 - header.length - '\r\nO-1,'.length - ',selfcare\r'.length);
    const lines = [header, `O-1,${padding},selfcare`, row(2)];
    expect(await imported(lines.join('\r\n'))).toMatchObject({ rows: 2, rejected: 1 });
    expect(await rejectsBeside(`${fixture.folder}/offers.csv`)).toEqual([
      expect.stringMatching(/^2,/) as string,
    ]);
  });

  test('columns and choices are known in upper and lower case, so that no bar is lost', async () => {
    await imported('OFFERCODE,Name,portal\nSC-01,Offerta,SelfCare\n');
    expect(await codes()).toEqual(['SC-01']);
    const line = goodRows.lines.replace('voice', 'Voice');
    const lines = await fixture.write('lines.csv', `${columnsOf.lines.join(',')},SMSBarred\n${line},YES\n`);
    expect(await fixture.import({ lines })).toMatchObject([{ rows: 1, rejected: 0 }]);
    expect(await fixture.documents('lines')).toMatchObject([{ simKind: 'voice', smsBarred: true }]);
  });

  test('digits that are marked as text for Excel are read, also where the mark is quoted', async () => {
    const rows = [
      '="O-1",="Offerta 1",selfcare',
      '"=""O-2""","Offerta, due",selfcare',
      '="O-3",a="b",selfcare',
    ];
    expect(await imported([header, ...rows].join('\n'))).toMatchObject({ rows: 3, rejected: 1 });
    expect(await codes()).toEqual(['O-1', 'O-2']);
    expect(await names()).toEqual(['Offerta 1', 'Offerta, due']);
  });

  test.each([
    ['semicolons', (text: string) => text.replaceAll(',', ';')],
    ['tabs', (text: string) => text.replaceAll(',', '\t')],
    ['semicolons after sep=', (text: string) => `sep=;\r\n${text.replaceAll(',', ';')}`],
    ['bars after sep=', (text: string) => `sep=|\n${text.replaceAll(',', '|')}`],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['a byte order mark and sep=', (text: string) => `\ufeffsep=;\n${text.replaceAll(',', ';')}`],
    [
      'blanks around the names of columns',
      (text: string) => text.replace(header, columnsOf.offers.join(' , ')),
    ],
    ['rows of commas alone', (text: string) => `${text},,\n\n , ,\n"","",""\n`],
    ['a nameless last column', (text: string) => text.replaceAll(/$/gm, ',').replace(/,$/, '')],
    ['empty cells behind the last', (text: string) => text.replace('selfcare', 'selfcare,,')],
  ])('a file with %s is read', async (_what, written) => {
    expect(await imported(written([header, row(1), row(2), ''].join('\n')))).toMatchObject({
      rows: 2,
      rejected: 0,
    });
    expect(await names()).toEqual(['Offerta 1', 'Offerta 2']);
  });

  test.each(['utf-16le', 'utf-16be'] as const)('a file in %s is read by its mark', async (encoding) => {
    const little = Buffer.from(`\ufeff${header}\r\nO-1,Società,selfcare\r\n`, 'utf16le');
    await imported(encoding === 'utf-16le' ? little : little.swap16());
    expect(await names()).toEqual(['Società']);
  });

  test('a file in Windows-1252 is read where that is said, and else the refusal says how', async () => {
    const file = Buffer.from(`${header}\nO-1,Societ\u00e0 \u0093A\u0094,selfcare\n`, 'latin1');
    await expect(imported(file)).rejects.toThrow('give --encoding windows-1252');
    expect(await imported(file, 'windows-1252')).toMatchObject({ rows: 1, rejected: 0 });
    expect(await names()).toEqual(['Società “A”']);
  });

  test('UTF-16 without its mark is told', async () => {
    await expect(imported(Buffer.from(`${header}\n${row(1)}\n`, 'utf16le'))).rejects.toThrow(ImportFailure);
  });

  test('a quoted value may hold line breaks, which become blanks', async () => {
    const text = [header, 'O-1,"Offerta', 'su due', '', 'righe",selfcare', row(2)].join('\r\n');
    expect(await imported(text)).toMatchObject({ rows: 2, rejected: 0 });
    expect(await names()).toEqual(['Offerta su due righe', 'Offerta 2']);
  });

  test.each([
    [
      'a quote that never closes takes no other row with it',
      ['O-1,"Offerta,selfcare', row(2), row(3)],
      ['O-2', 'O-3'],
    ],
    [
      'nor one that the quote of a later row seems to close',
      ['O-1,"Bar,selfcare', 'O-2,"Da Gino",selfcare', row(3)],
      ['O-2', 'O-3'],
    ],
    ['a quote within a value breaks its own row alone', ['O-1,Bar "Gino,selfcare', row(2)], ['O-2']],
  ])('%s', async (_what, rows, right) => {
    expect(await imported([header, ...rows].join('\n'))).toMatchObject({ rows: rows.length, rejected: 1 });
    expect(await codes()).toEqual(right);
    expect(await rejectsBeside(`${fixture.folder}/offers.csv`)).toEqual([
      expect.stringMatching(/^2,BROKEN_QUOTES,/) as string,
    ]);
  });

  test('a row that an unquoted line break cuts in two is two rejects', async () => {
    expect(await imported([header, 'O-1,Offerta', '1,selfcare', row(2)].join('\n'))).toMatchObject({
      rows: 3,
      rejected: 2,
    });
  });

  test('whatever a file holds, each of its rows is imported or rejected', async () => {
    const cell = fc.constantFrom(
      'O-1',
      'O-2',
      'Offerta',
      '"Bar',
      '"',
      '""',
      'selfcare',
      '',
      ' ',
      '"a\nb"',
      '";"',
    );
    const line = fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        async (lines, end) => {
          await fixture.empty();
          const { rows, rejected } = await imported([header, ...lines].join(end));
          const documents = await fixture.documents('offers');
          expect(rows - rejected).toBe(documents.length);
          const said = await rejectsBeside(`${fixture.folder}/offers.csv`);
          expect(said).toHaveLength(rejected);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a database that writes less than it was given ends the import with a refusal', async () => {
    const file = await fixture.csv('offers', [row(1), row(2)]);
    const { collection } = fixture.database.offers;
    const write = jest
      .spyOn(collection, 'bulkWrite')
      .mockResolvedValue({ matchedCount: 0, upsertedCount: 1 } as never);
    await expect(fixture.import({ offers: file })).rejects.toThrow(
      'has 2 rows, but 1 were imported and 0 rejected',
    );
    write.mockRestore();
  });

  test('a data-only line has a number of up to 13 digits, a voice line does not', async () => {
    const number = (msisdn: string, kind: string) =>
      goodRows.lines.replace('+393990000001', msisdn).replace('voice', kind);
    expect(await fixture.rejectsOf('lines', [number('+393991234567890', 'data-only')])).toEqual([]);
    expect(await fixture.rejectsOf('lines', [number('+393991234567890', 'voice')])).toEqual([
      expect.stringMatching(/^2,INVALID_VALUE,msisdn,/) as string,
    ]);
  });

  test('identifiers pass the same gate as what people type', async () => {
    const line = goodRows.lines
      .replace('+393990000001', '\u202d(+39) 399-000 0001\u202c')
      .replace('8939990000000000011', '8939 9900 0000 0000 011')
      .replace('2020-02-29', '29/02/2020');
    expect(await fixture.rejectsOf('lines', [line])).toEqual([]);
    expect(await fixture.documents('lines')).toMatchObject([
      { _id: '+393990000001', iccid: '8939990000000000011', activatedOn: '2020-02-29' },
    ]);
  });
});
