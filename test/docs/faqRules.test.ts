import { found, paper, tableUnder } from './papers';
import { testNamesIn } from './testNames';

const rows = tableUnder(paper('docs/faq.md'), 'The rules').map(([number, rule, where, shown = '']) => ({
  number: Number(number),
  rule,
  where,
  shown,
  tests: testsIn(shown),
}));

/** Entries of the last column: the code span of a file, and that of the test's name. */
function testsIn(shown: string): { readonly file: string; readonly name: string }[] {
  return shown.split('<br>').flatMap((entry) => {
    const [file, name, ...more] = found(entry, /`([^`]+)`/g);
    return file !== undefined && name !== undefined && more.length === 0 ? [{ file, name }] : [];
  });
}

describe('the rules of the FAQ', () => {
  test('stand in the table once each, in their order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  test('say each what holds and where it is built', () => {
    const bare = rows.filter(({ rule, where }) => !rule || !/`[^`]+`/.test(where ?? ''));
    expect(bare.map(({ number }) => number)).toEqual([]);
  });

  test('name tests that exist and are run', () => {
    const files = new Set(rows.flatMap(({ tests }) => tests.map(({ file }) => file)));
    const namesOf = new Map(Array.from(files, (file) => [file, testNamesIn(file)]));
    const missing = rows.flatMap(({ number, tests }) =>
      tests
        .filter(({ file, name }) => !namesOf.get(file)?.includes(name))
        .map(({ file, name }) => `${number}: ${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('name files that jest takes for tests', () => {
    const others = rows.flatMap(({ tests }) =>
      tests.filter(({ file }) => !/^test\/.+\.test\.ts$/.test(file)),
    );
    expect(others).toEqual([]);
  });

  test('are shown by a test each', () => {
    const notShown = rows.filter(
      ({ tests, shown }) => tests.length === 0 || tests.length !== shown.split('<br>').length,
    );
    expect(notShown.map(({ number }) => number)).toEqual([]);
  });
});
