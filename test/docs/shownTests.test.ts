import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from './papers';
import { missingAmong } from './testNames';

type TestsByFile = Readonly<Record<string, readonly string[]>>;
type Entries = Readonly<Record<string, TestsByFile | null>>;

const groups = parse(readFileSync(join(projectFolder, 'docs/accepted-input.yaml'), 'utf8')) as Readonly<
  Record<string, Entries>
>;
const entries = Object.values(groups).flatMap((group) => Object.entries(group));

function testsOf(byFile: TestsByFile | null) {
  return Object.entries(byFile ?? {}).flatMap(([file, names]) => names.map((name) => ({ file, name })));
}

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
