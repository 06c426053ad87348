import { listOfTests, missingAmong, testsOf, type TestsByFile } from './testNames';

type Entries = Readonly<Record<string, TestsByFile | null>>;

const groups = listOfTests('docs/accepted-input.yaml') as Readonly<Record<string, Entries>>;
const entries = Object.values(groups).flatMap((group) => Object.entries(group));

describe('what people type and callers send', () => {
  test('is shown by a test each', () => {
    expect(entries.length).toBeGreaterThan(20);
    const bare = entries.filter(([, tests]) => testsOf(tests).length === 0).map(([entry]) => entry);
    expect(bare).toEqual([]);
  });

  test('names tests that exist and are run', () => {
    expect(missingAmong(entries.flatMap(([, tests]) => testsOf(tests)))).toEqual([]);
  });
});
