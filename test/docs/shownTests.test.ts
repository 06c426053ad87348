import { paper } from './papers';
import { missingAmong, testsIn } from './testNames';

/** A heading or an entry, then the tests that show it; an entry without a test stands alone. */
const lines = paper('docs/accepted-input.md').text.split('\n');

describe('what people type and callers send', () => {
  test('is shown by a test each', () => {
    const entries = lines.flatMap((line, index) => (line.startsWith('- ') ? [index] : []));
    expect(entries.length).toBeGreaterThan(20);
    const bare = entries.filter((index) => testsIn(lines[index + 1] ?? '').length === 0);
    expect(bare.map((index) => lines[index])).toEqual([]);
  });

  test('names tests that exist and are run', () => {
    expect(missingAmong(lines.flatMap(testsIn))).toEqual([]);
  });
});
