import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './papers';

/**
 * Levels of every requirement of OWASP ASVS 5.0.0, a digit each, by section: 1.1.1 and 1.1.2 are of level 2. They are taken
 * from OWASP's own table, apart from the file that they hold.
 */
const levelsOfSections =
  '1.1 22, 1.2 1111122223, 1.3 112222222223, 1.4 222, 1.5 123, 2.1 122, 2.2 112, 2.3 12223, 2.4 23, 3.1 3, 3.2 113, 3.3 12223, ' +
  '3.4 11222233, 3.5 11122333, 3.6 3, 3.7 22333, 4.1 12233, 4.2 23333, 4.3 22, 4.4 1222, 5.1 2, 5.2 112333, 5.3 113, 5.4 222, ' +
  '6.1 122, 6.2 111111112222, 6.3 11223333, 6.4 112233, 6.5 22222333, 6.6 2223, 6.7 33, 6.8 2222, 7.1 222, 7.2 1111, 7.3 22, ' +
  '7.4 11222, 7.5 223, 7.6 22, 8.1 1233, 8.2 1123, 8.3 133, 8.4 23, 9.1 111, 9.2 1222, 10.1 22, 10.2 223, 10.3 22223, ' +
  '10.4 1111122222233333, 10.5 22222, 10.6 22, 10.7 222, 11.1 2233, 11.2 22233, 11.3 11233, 11.4 1222, 11.5 23, 11.6 23, 11.7 33, ' +
  '12.1 12233, 12.2 11, 12.3 22223, 13.1 2333, 13.2 222223, 13.3 2233, 13.4 1222233, 14.1 22, 14.2 12223333, 14.3 122, ' +
  '15.1 12233, 15.2 12233, 15.3 1222222, 15.4 3333, 16.1 2, 16.2 22222, 16.3 2222, 16.4 222, 16.5 2223, 17.1 23, 17.2 22223333, 17.3 22';
/** Of level 3, those that the service answers for. */
const chosenOfLevel3 = ['1.3.12', '6.3.7', '6.3.8', '6.4.6', '8.3.2', '15.4.2'];
const verdicts = ['met', 'partly', 'not met', 'not applicable'];

const levels = new Map<string, string>(
  levelsOfSections.split(', ').flatMap((section) => {
    const [name = '', digits = ''] = section.split(' ');
    return Array.from(digits, (level, index) => [`${name}.${index + 1}`, level] as const);
  }),
);

interface Row {
  readonly id: string;
  readonly level: string;
  readonly verdict: string;
  readonly shown: readonly string[];
  readonly note: string;
}

function rowsOf(text: string): readonly Row[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const [id = '', level = '', verdict = '', shown = '', note = ''] = line.split(';');
    return { id, level, verdict, shown: shown.split(' ').filter(Boolean), note };
  });
}

function faultsIn(rows: readonly Row[]): readonly string[] {
  const asked = [...levels].filter(([id, level]) => level !== '3' || chosenOfLevel3.includes(id));
  const count = (id: string) => rows.filter((row) => row.id === id).length;
  return [
    ...asked.filter(([id]) => count(id) !== 1).map(([id]) => `${id} is there ${count(id)} times`),
    ...rows.flatMap(({ id, level, verdict, shown, note }) => [
      ...(levels.get(id) === level ? [] : [`${id} has another level`]),
      ...(verdicts.includes(verdict) ? [] : [`${id} has no verdict`]),
      ...(verdict === 'met' && shown.length === 0 ? [`${id} is shown by nothing`] : []),
      ...(verdict !== 'met' && note === '' ? [`${id} gives no reason`] : []),
      ...shown.filter((path) => !isThere(path)).map((path) => `${id} names ${path}`),
    ]),
  ];
}

/** A file of the project; a file of tests has to run some. */
function isThere(path: string): boolean {
  const file = join(projectFolder, path);
  if (!existsSync(file)) return false;
  return !path.endsWith('.test.ts') || /^\s*(?:test|it)(?:\.each|\()/m.test(readFileSync(file, 'utf8'));
}

const text = readFileSync(join(projectFolder, 'docs/asvs-5.0.csv'), 'utf8');

describe('the verdicts on OWASP ASVS 5.0', () => {
  test('are there for every requirement of levels 1 and 2, once, and for the chosen ones of level 3', () => {
    expect([...levels.values()].filter((level) => level === '1')).toHaveLength(70);
    expect([...levels.values()].filter((level) => level === '2')).toHaveLength(183);
    expect(faultsIn(rowsOf(text))).toEqual([]);
  });

  test.each([
    ['a requirement left out', /^6\.2\.12;.*\n/m, '', '6.2.12 is there 0 times'],
    ['one told twice', /^(6\.2\.12;.*\n)/m, '$1$1', '6.2.12 is there 2 times'],
    ['another level', '6.2.12;2', '6.2.12;1', '6.2.12 has another level'],
    ['no verdict', '6.2.12;2;met', '6.2.12;2;', '6.2.12 has no verdict'],
    [
      'a test that is gone',
      'test/security/soonGuessed',
      'test/security/gone',
      '6.2.4 names test/security/gone.test.ts',
    ],
    ['nothing that shows it', /^(6\.2\.12;2;met);[^;]*/m, '$1;', '6.2.12 is shown by nothing'],
    ['no reason', /^(6\.3\.3;.*);[^;]*$/m, '$1;', '6.3.3 gives no reason'],
  ])('with %s are found', (_mistake, right, wrong, fault) => {
    expect(faultsIn(rowsOf(text.replace(right, wrong)))).toEqual([fault]);
  });
});
