import { paper, sectionUnder } from './papers';
import { listOfTests, missingAmong, testsOf, type TestsByFile } from './testNames';

const testsByRule = listOfTests('docs/faq-tests.yaml') as Readonly<Record<string, TestsByFile>>;

const rules = sectionUnder(paper('docs/faq.md'), 'The rules')
  .split(/^(?=\d+\. )/m)
  .slice(1)
  .map((entry) => {
    const [, number = '', rule, where] = /^(\d+)\. (.*?)\. Built in (.*)\.$/m.exec(entry) ?? [];
    return { number: Number(number), rule, where, tests: testsOf(testsByRule[number]) };
  });

describe('the rules of the FAQ', () => {
  test('stand in the page and in the list of tests once each, in their order', () => {
    const all = Array.from({ length: 40 }, (_, index) => index + 1);
    expect(rules.map(({ number }) => number)).toEqual(all);
    expect(Object.keys(testsByRule).map(Number)).toEqual(all);
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
    const notShown = rules.filter(({ tests }) => tests.length === 0);
    expect(notShown.map(({ number }) => number)).toEqual([]);
  });
});
