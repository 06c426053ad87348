import { refusalOf } from '../support/flowDriver';
import { decoyRoute, found, recoveriesUnderSkippedTime, smsRoute } from './support/recoveryStage';

const second = 1_000;
const minute = 60 * second;

describe("a password's recovery under skipped time", () => {
  const stage = recoveriesUnderSkippedTime();

  test('the right code opens the password; every known channel is told of the new one', async () => {
    const notices = [{ wording: 'passwordChanged', channel: 'sms', address: 'sealed line' }] as const;
    stage.world.password = { outcome: 'set', notices };
    await stage.run(async (recovery) => {
      expect(await recovery.start()).toMatchObject({ status: 'AWAITING_CODE', attemptsLeft: 5 });
      expect((await recovery.submit(1)).status).toBe('AWAITING_PASSWORD');
      expect((await recovery.setPassword(0)).status).toBe('COMPLETED');
      await recovery.ended();
      expect(stage.world.calls.map(({ name }) => name)).toEqual([
        'findAccount',
        'sendCode',
        'verifyCode',
        'openPassword',
        'setFlowPassword',
        'sendNotices',
      ]);
      expect(stage.world.requestsOf('openPassword')).toEqual([
        {
          accountId: 'account',
          workflowId: recovery.workflowId,
          address: 'sealed line',
          now: expect.any(Number) as number,
        },
      ]);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices }]);
    });
  });

  test('an unknown user looks like one who gets a code, from start to end', async () => {
    const seen: unknown[] = [];
    const shown = (view: object) => ({
      ...view,
      flowId: '',
      expiresAt: '',
      resendAvailableAt: '',
      pendingView: '',
    });
    for (const account of [found, { outcome: 'admitted', finding: 'unknown', route: decoyRoute } as const]) {
      stage.begin();
      stage.world.account = account;
      await stage.run(async (recovery) => {
        const views: unknown[] = [shown(await recovery.start())];
        await recovery.skip(31 * second);
        views.push(shown(await recovery.resend()));
        for (let wrong = 1; wrong <= 5; wrong += 1) views.push(await refusalOf(recovery.submit(0)));
        views.push(shown(await recovery.ended()));
        seen.push(views);
      });
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  test('a code that goes by mail to a data-only SIM is not seen in a flow that looks like SMS', async () => {
    const recipient = { channel: 'mail', address: 'sealed mailbox', wording: 'recoveryCode' } as const;
    stage.world.account = { ...found, route: { ...smsRoute, recipient } };
    await stage.run(async (recovery) => {
      await recovery.start();
      await recovery.skip(2 * second);
      expect(stage.world.sent).toHaveLength(2);
      expect(stage.world.sent).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ apparentChannel: 'mail', recipient, issue: 1, number: 1 }),
          expect.objectContaining({ apparentChannel: 'sms', recipient, issue: 1, number: 2 }),
        ]),
      );
      expect((await recovery.view()).pendingView?.delivery).toBe('SENT');
      await recovery.skip(10 * minute);
      expect(await refusalOf(recovery.submit(1))).toEqual({ code: 'CODE_EXPIRED' });
    });
  });

  test('a Telco Manager is told by mail to ask the User Admin, and no code opens anything', async () => {
    const recipient = { channel: 'mail', address: 'sealed mailbox', wording: 'askUserAdmin' } as const;
    const route = { ...decoyRoute, apparentChannel: 'mail', recipient } as const;
    stage.world.account = { outcome: 'admitted', finding: 'managerAsksUserAdmin', route };
    await stage.run(async (recovery) => {
      expect((await recovery.start()).status).toBe('AWAITING_CODE');
      await recovery.skip(2 * second);
      expect(stage.world.sent).toMatchObject([{ recipient }]);
      expect(await refusalOf(recovery.submit(1))).toMatchObject({ code: 'CODE_WRONG' });
    });
  });

  test('an account that was deleted while the code was on its way opens nothing', async () => {
    stage.world.accountIsThere = false;
    await stage.run(async (recovery) => {
      await recovery.start();
      expect(await refusalOf(recovery.submit(1))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect((await recovery.view()).status).toBe('AWAITING_CODE');
    });
  });

  test('a password that is not given in 30 minutes leaves the former one as it was', async () => {
    await stage.run(async (recovery) => {
      await recovery.start();
      await recovery.submit(1);
      expect((await recovery.ended()).status).toBe('EXPIRED');
      expect(stage.world.requestsOf('setFlowPassword')).toHaveLength(0);
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(0);
    });
  });

  test('too many messages for a username refuse the start, and say when the next may go', async () => {
    const refusal = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 3_600 } as const;
    stage.world.account = { outcome: 'refused', refusal };
    await stage.run(async (recovery) => {
      expect(await recovery.start()).toMatchObject({ status: 'REJECTED', refusal });
      await recovery.ended();
    });
  });

  test('a mail beside a flow that looks like SMS goes out once, however long the SMS provider is gone', async () => {
    const recipient = { channel: 'mail', address: 'sealed mailbox', wording: 'recoveryCode' } as const;
    stage.world.account = { ...found, route: { ...smsRoute, recipient } };
    stage.world.failChannel = 'sms';
    await stage.run(async (recovery) => {
      await recovery.start();
      await recovery.skip(6 * 60 * minute);
      expect(stage.world.sent.filter(({ apparentChannel }) => apparentChannel === 'mail')).toHaveLength(1);
    });
  });
});
