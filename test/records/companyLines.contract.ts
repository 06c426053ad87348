import type { CustomerRecords } from '../../src/records/customerRecords';
import { numberSearchOf, type NumberSearch } from '../../src/records/numberSearch';
import {
  ceasedLine,
  ceasedOnly,
  content,
  ecareOnly,
  manyLines,
  twoContracts,
  unknown,
  unknownLine,
  voiceLine,
  withoutLines,
} from './contractContent';

/** What every adapter of the customer records tells a company of its lines. */
export function testCompanyLines(records: () => CustomerRecords): void {
  test('several lines are told at once, and those of nobody are left out', async () => {
    const wanted = [voiceLine, ceasedLine].map((each) => each?.msisdn ?? '');
    const found = await records().linesNamed([...wanted, unknownLine]);
    expect([...found.keys()].sort()).toEqual([...wanted].sort());
    expect(found.get(wanted[0] ?? '')).toEqual({
      msisdn: wanted[0],
      vatNumber: ecareOnly,
      simKind: 'voice',
      status: 'active',
      activatedOn: '2020-02-29',
      offerCode: 'EC-01',
    });
  });

  test('the lines of a company come in parts, in the order of their numbers, each once, ceased ones too', async () => {
    const own = content.lines.filter(({ vatNumber }) => vatNumber === manyLines);
    expect(await allLinesOf(manyLines, 100)).toEqual(own.map(({ msisdn }) => msisdn).sort());
    expect(await allLinesOf(ceasedOnly, 1)).toHaveLength(2);
    expect(await allLinesOf(withoutLines, 100)).toEqual([]);
    expect(await records().numberOfLines(manyLines)).toBe(own.length);
    expect(await records().numberOfLines(unknown)).toBe(0);
  });

  test.each([
    ['+39399000000', [1]],
    ['0039 399 000 0001', [1]],
    ['399000000', [1]],
    ['39399000000', [1]],
    ['001', [1]],
    ['0001', [1]],
    ['002', []],
    ['+440', []],
    ['+001', []],
  ])('the lines of a company are found by first and by last digits: %s', async (text, numbers) => {
    const search = numberSearchOf(text);
    expect(search).toBeDefined();
    const { lines } = await records().linesOf(twoContracts, { search, limit: 100 });
    expect(lines.map(({ msisdn }) => Number(msisdn.slice(6)))).toEqual(numbers);
  });

  test('a search, too, comes in parts, and finds what is both beginning and end of a number once', async () => {
    const search = numberSearchOf('399 000 01');
    const own = content.lines.filter(({ vatNumber, msisdn }) => {
      return vatNumber === manyLines && (msisdn.startsWith('+3939900001') || msisdn.endsWith('39900001'));
    });
    expect(own.length).toBeGreaterThan(90);
    expect(await allLinesOf(manyLines, 7, search)).toEqual(own.map(({ msisdn }) => msisdn).sort());
    const line = own[0]?.msisdn ?? '';
    expect(await allLinesOf(manyLines, 7, numberSearchOf(line.slice(1)))).toEqual([line]);
  });

  test.each(['{"$ne": ""}', '', '.*', '99000019994&limit=1'])(
    'the text %p is no VAT number and has no lines',
    async (text) => {
      expect(await records().linesOf(text, { limit: 100 })).toEqual({ lines: [], next: undefined });
      expect(await records().numberOfLines(text)).toBe(0);
    },
  );

  async function allLinesOf(vatNumber: string, limit: number, search?: NumberSearch): Promise<string[]> {
    const numbers: string[] = [];
    let after: string | undefined;
    do {
      const { lines, next } = await records().linesOf(vatNumber, { after, limit, search });
      expect(lines.length).toBeLessThanOrEqual(limit);
      numbers.push(...lines.map(({ msisdn }) => msisdn));
      after = next;
    } while (after !== undefined);
    return numbers;
  }
}
