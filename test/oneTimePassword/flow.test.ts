import { refusalOf } from '../support/flowDriver';
import { verificationsUnderSkippedTime } from './support/verificationStage';

const second = 1_000;

describe("a number's verification under skipped time", () => {
  const stage = verificationsUnderSkippedTime();

  test('the right code completes it, and a used one is taken by nobody', async () => {
    await stage.run(async (verification) => {
      expect((await verification.start()).status).toBe('AWAITING_CODE');
      expect(await verification.submit(1)).toMatchObject({ status: 'COMPLETED', nextSteps: [] });
      expect((await verification.ended()).status).toBe('COMPLETED');
      await expect(verification.submit(1)).rejects.toThrow('not found');
    });
  });

  test('a new code for the same number voids the former one', async () => {
    await stage.run(async (verification) => {
      await verification.start();
      stage.world.voids(verification.workflowId);
      const later = verification.another();
      await later.start();
      expect((await later.submit(1)).status).toBe('COMPLETED');
      expect((await verification.ended()).status).toBe('CANCELLED');
    });
  });

  test('a former flow that ended already holds up nobody', async () => {
    stage.world.voids('oneTimePassword/none');
    await stage.run(async (verification) => {
      await verification.start();
      await verification.skip(second);
      expect((await verification.submit(1)).status).toBe('COMPLETED');
    });
  });

  test('five wrong codes end it', async () => {
    await stage.run(async (verification) => {
      await verification.start();
      for (const attemptsLeft of [4, 3, 2, 1, 0])
        expect(await refusalOf(verification.submit(0))).toEqual({ code: 'CODE_WRONG', attemptsLeft });
      expect(await verification.ended()).toMatchObject({
        status: 'REJECTED',
        refusal: { code: 'ATTEMPTS_SPENT' },
      });
    });
  });

  test('a number that is not served gets nothing', async () => {
    stage.world.number = { outcome: 'refused', refusal: { code: 'NUMBER_NOT_SERVED' } };
    await stage.run(async (verification) => {
      expect((await verification.start()).refusal).toEqual({ code: 'NUMBER_NOT_SERVED' });
      await verification.ended();
      expect(stage.world.sent).toHaveLength(0);
    });
  });
});
