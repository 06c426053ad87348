import { paper, sectionUnder } from './papers';
import { missingAmong, testsIn } from './testNames';

/** An entry of the list, from its number to the next one: a line that says the rule, and a line below it for each test. */
const rules = sectionUnder(paper('docs/faq.md'), 'The rules')
  .split(/^(?=\d+\. )/m)
  .slice(1)
  .map((entry) => {
    const [, number, rule, where] = /^(\d+)\. (.*?)\. Built in (.*)\.$/m.exec(entry) ?? [];
    const shown = entry.trim().split('\n').slice(1);
    return { number: Number(number), rule, where, shown, tests: shown.flatMap(testsIn) };
  });

describe('the rules of the FAQ', () => {
  test('stand in the list once each, in their order', () => {
    expect(rules.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  test('say each what holds and where it is built', () => {
    const bare = rules.filter(({ rule, where }) => !rule || !/`[^`]+`/.test(where ?? ''));
    expect(bare.map(({ number }) => number)).toEqual([]);
  });

  test('name tests that exist and are run', () => {
    expect(
      rules.flatMap(({ number, tests }) => missingAmong(tests).map((test) => `${number}: ${test}`)),
    ).toEqual([]);
  });

  test('name files that jest takes for tests', () => {
    const others = rules.flatMap(({ tests }) =>
      tests.filter(({ file }) => !/^test\/.+\.test\.ts$/.test(file)),
    );
    expect(others).toEqual([]);
  });

  test('are shown by a test each', () => {
    const notShown = rules.filter(({ tests, shown }) => tests.length === 0 || tests.length !== shown.length);
    expect(notShown.map(({ number }) => number)).toEqual([]);
  });
});
