import { missingAmong } from './testNames';

interface NamedTest {
  readonly file: string;
  readonly name: string;
}

interface Attack {
  readonly attack: string;
  readonly held: readonly NamedTest[];
  readonly control: readonly NamedTest[];
}

const { readAttacks } = jest.requireActual<{ readAttacks(): readonly Attack[] }>('../attacks/catalogue');
const attacks = readAttacks();

test('every attack is there once, with tests and a control', () => {
  expect(new Set(attacks.map(({ attack }) => attack)).size).toBe(attacks.length);
  expect(attacks.filter(({ held, control }) => held.length === 0 || control.length === 0)).toEqual([]);
});

test('the tests and controls of attacks exist and are run', () => {
  expect(missingAmong(attacks.flatMap(({ held, control }) => [...held, ...control]))).toEqual([]);
});

test('a test that is not there would be missed', () => {
  expect(missingAmong([{ file: 'test/api/hostileCalls.test.ts', name: 'no such test' }])).toHaveLength(1);
});
