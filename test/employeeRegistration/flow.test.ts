import { refusalOf } from '../support/flowDriver';
import { decoyRoute, formerOwnerTold } from './support/fakeWorld';
import { employeesUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;

describe("an employee's registration under skipped time", () => {
  const stage = employeesUnderSkippedTime();

  test('a voice line gets a code by SMS, the account with the right code, a password, and a welcome', async () => {
    await stage.run(async (employee) => {
      const started = await employee.start();
      expect(started).toMatchObject({
        status: 'AWAITING_CODE',
        nextSteps: ['submitCode', 'resendCode'],
        attemptsLeft: 5,
      });
      await employee.skip(3 * second);
      expect(await employee.submit(1)).toMatchObject({
        status: 'AWAITING_PASSWORD',
        nextSteps: ['setPassword'],
      });
      expect(await employee.setPassword(0)).toMatchObject({ status: 'COMPLETED', nextSteps: [] });
      expect((await employee.ended()).status).toBe('COMPLETED');
      expect(stage.world.calls.map(({ name }) => name)).toEqual([
        'checkLine',
        'sendCode',
        'verifyCode',
        'createEmployeeAccount',
        'setFlowPassword',
        'sendNotices',
      ]);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([
        {
          notices: [
            { wording: 'employeeRegistered', channel: 'sms', address: 'sealed line' },
            {
              wording: 'employeeRegistered',
              channel: 'mail',
              address: 'sealed mailbox',
              line: 'sealed line',
            },
          ],
        },
      ]);
      expect(await employee.eventCount()).toBeLessThanOrEqual(36);
    });
  });

  test('a decoy goes through the same states, counts its attempts, and never succeeds', async () => {
    const seen: unknown[] = [];
    const shown = (view: object) => ({
      ...view,
      flowId: '',
      expiresAt: '',
      resendAvailableAt: '',
      pendingView: '',
    });
    for (const route of [decoyRoute, undefined]) {
      stage.begin();
      if (route) stage.world.line = { outcome: 'admitted', finding: 'unknown', route };
      await stage.run(async (employee) => {
        const views: unknown[] = [shown(await employee.start())];
        await employee.skip(5 * second);
        views.push(shown(await employee.view()));
        for (let wrong = 1; wrong <= 5; wrong += 1) views.push(await refusalOf(employee.submit(0)));
        views.push(shown(await employee.ended()));
        seen.push(views);
      });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject({ length: 8 });
  });

  test('a decoy takes no code, not even the one that would be right', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'unknown', route: decoyRoute };
    await stage.run(async (employee) => {
      await employee.start();
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'CODE_WRONG', attemptsLeft: 4 });
      expect(stage.world.requestsOf('createEmployeeAccount')).toHaveLength(0);
    });
  });

  test('too many messages for a line refuse the start, and say when the next may go', async () => {
    const refusal = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 3_600 } as const;
    stage.world.line = { outcome: 'refused', refusal };
    await stage.run(async (employee) => {
      expect(await employee.start()).toMatchObject({ status: 'REJECTED', refusal });
      await employee.ended();
      expect(stage.world.sent).toHaveLength(0);
    });
  });

  test('records that are slow make the start say VALIDATING, and the flow goes on without it', async () => {
    let failures = 2;
    stage.world.outage('checkLine', () => failures-- > 0);
    await stage.run(async (employee) => {
      expect((await employee.start()).status).toBe('VALIDATING');
      await employee.skip(5 * second);
      expect((await employee.view()).status).toBe('AWAITING_CODE');
    });
  });

  test('the password has 30 minutes; then the flow is over, the account stays, and its owner is told', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      const { expiresAt } = await employee.submit(1);
      await employee.skipTo(expiresAt, second);
      expect((await employee.view()).status).toBe('AWAITING_PASSWORD');
      await employee.skipTo(expiresAt);
      expect((await employee.ended()).status).toBe('EXPIRED');
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(1);
    });
  });

  test('the former owner of the line is told at once, whether or not a password follows', async () => {
    const notices = [formerOwnerTold];
    stage.world.creation = { outcome: 'created', notices };
    await stage.run(async (employee) => {
      await employee.start();
      await employee.submit(1);
      await employee.skip(second);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices }]);
    });
  });

  test('a password whose hash got lost can be given again', async () => {
    stage.world.password = { outcome: 'claimLost' };
    await stage.run(async (employee) => {
      await employee.start();
      await employee.submit(1);
      expect(await refusalOf(employee.setPassword(0))).toEqual({ code: 'PASSWORD_HANDOVER_LOST' });
      stage.world.password = { outcome: 'set', notices: [] };
      expect((await employee.setPassword(0)).status).toBe('COMPLETED');
    });
  });

  test('an account that another registration of the line took meanwhile takes no password', async () => {
    stage.world.password = { outcome: 'accountLost' };
    await stage.run(async (employee) => {
      await employee.start();
      await employee.submit(1);
      expect(await refusalOf(employee.setPassword(0))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect((await employee.ended()).status).toBe('EXPIRED');
    });
  });

  test('an operator who cancels a flow ends it', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      await employee.cancel();
      await expect(employee.ended()).rejects.toThrow('cancelled');
      expect((await employee.view()).status).toBe('CANCELLED');
    });
  });

  test('a line that ceased between check and proof gets no account, and the flow says so', async () => {
    stage.world.creation = { outcome: 'refused', refusal: { code: 'LINE_NOT_ELIGIBLE' } };
    await stage.run(async (employee) => {
      await employee.start();
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'LINE_NOT_ELIGIBLE' });
      expect(await employee.ended()).toMatchObject({
        status: 'REJECTED',
        refusal: { code: 'LINE_NOT_ELIGIBLE' },
        nextSteps: [],
      });
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(0);
    });
  });
});
