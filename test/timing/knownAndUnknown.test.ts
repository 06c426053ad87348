import { interleaved, timeTells } from '../support/interleaved';
import { mannWhitneyScore } from '../support/mannWhitney';
import { TimedSteps } from './support/timedSteps';

describe('Mann–Whitney U', () => {
  test('gives the score of known examples, with ties and without', () => {
    expect(mannWhitneyScore([19, 22, 16, 29, 24], [20, 11, 17, 12])).toBeCloseTo(7 / Math.sqrt(200 / 12));
    expect(mannWhitneyScore([1, 2, 2, 3], [2, 3, 3, 4])).toBeCloseTo(-1.5174, 4);
    expect(mannWhitneyScore([1, 1], [1, 1])).toBe(0);
  });
});

/** The edge, the activities and the database without what lies between them, which would drown a few milliseconds. */
describe('known and unknown look the same by time', () => {
  jest.setTimeout(400_000);
  const pairs = 500;
  let steps: TimedSteps;
  beforeAll(async () => {
    steps = await TimedSteps.open(pairs);
    await interleaved(30, steps.registration);
  });
  afterAll(() => steps.close());
  afterEach(() => steps.leakMs(0));

  test('at the start of a registration, over 500 pairs', async () => {
    expect(await timeTells(() => interleaved(pairs, steps.registration))).toBe(false);
  });

  test('at a wrong code, over 500 pairs', async () => {
    expect(await timeTells(() => interleaved(pairs, steps.wrongCode))).toBe(false);
  });

  test('at the start of a recovery, over 500 pairs', async () => {
    await steps.registerKnownLines();
    expect(await timeTells(() => interleaved(pairs, steps.recovery))).toBe(false);
  });

  test('at the start of a sign-in with a code, over 500 pairs', async () => {
    expect(await timeTells(() => interleaved(pairs, steps.confirmation))).toBe(false);
  });

  test('and no more pairs find 5 ms that a known line takes more', async () => {
    steps.leakMs(5);
    const isFound = (ofPairs: number) => timeTells(() => interleaved(ofPairs, steps.wrongCode));
    expect((await isFound(100)) || (await isFound(250)) || (await isFound(pairs))).toBe(true);
  });
});
