import { refusalOf } from '../support/flowDriver';
import { confirmationsUnderSkippedTime, decoyRoute, smsRoute } from './support/confirmationStage';

const second = 1_000;
const minute = 60 * second;

describe('a sign-in with a code under skipped time', () => {
  const stage = confirmationsUnderSkippedTime();

  test('the right code is noted once, with the account and the address that it went to', async () => {
    await stage.run(async (confirmation) => {
      expect(await confirmation.start()).toMatchObject({
        status: 'AWAITING_CODE',
        nextSteps: ['confirmSignIn', 'resendCode'],
        attemptsLeft: 5,
      });
      expect(await confirmation.submit(1)).toMatchObject({ status: 'COMPLETED', nextSteps: [] });
      await confirmation.ended();
      // A local activity may run again where the server hands out the task again: it is one effect by its id.
      expect([...new Set(stage.world.calls.map(({ name }) => name))]).toEqual([
        'findContact',
        'sendCode',
        'verifyCode',
        'noteConfirmedSignIn',
      ]);
      for (const request of stage.world.requestsOf('noteConfirmedSignIn'))
        expect(request).toMatchObject({
          account: 'sealed account',
          workflowId: confirmation.workflowId,
          address: 'sealed line',
        });
    });
  });

  test('a wrong password looks like a right one, from start to end', async () => {
    const seen: unknown[] = [];
    const shown = (view: object) => ({
      ...view,
      flowId: '',
      expiresAt: '',
      resendAvailableAt: '',
      pendingView: '',
    });
    for (const route of [smsRoute, decoyRoute]) {
      stage.begin();
      stage.world.route = route;
      await stage.run(async (confirmation) => {
        const views: unknown[] = [shown(await confirmation.start())];
        await confirmation.skip(31 * second);
        views.push(shown(await confirmation.resend()));
        for (let wrong = 1; wrong <= 5; wrong += 1) views.push(await refusalOf(confirmation.submit(0)));
        views.push(shown(await confirmation.ended()));
        seen.push(views);
      });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject([{}, {}, { code: 'CODE_WRONG' }, {}, {}, {}, {}, { status: 'REJECTED' }]);
  });

  test('a code lives ten minutes, and the next one confirms', async () => {
    await stage.run(async (confirmation) => {
      await confirmation.start();
      await confirmation.skip(10 * minute);
      expect(await refusalOf(confirmation.submit(1))).toMatchObject({ code: 'CODE_EXPIRED' });
      await confirmation.resend();
      expect((await confirmation.submit(2)).status).toBe('COMPLETED');
    });
  });

  test('a contact or password that was replaced meanwhile confirms nothing', async () => {
    stage.world.isConfirmed = false;
    await stage.run(async (confirmation) => {
      await confirmation.start();
      expect(await refusalOf(confirmation.submit(1))).toMatchObject({ code: 'STEP_OUT_OF_ORDER' });
      expect((await confirmation.view()).status).toBe('AWAITING_CODE');
    });
  });

  test('without a code it expires after 24 hours', async () => {
    await stage.run(async (confirmation) => {
      await confirmation.start();
      expect((await confirmation.ended()).status).toBe('EXPIRED');
    });
  });
});
