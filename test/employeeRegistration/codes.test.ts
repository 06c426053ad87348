import { refusalOf } from '../support/flowDriver';
import { figures } from './support/employeeDriver';
import { mailRoute } from './support/fakeWorld';
import { employeesUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('a one-time code under skipped time', () => {
  const stage = employeesUnderSkippedTime();

  test('an SMS code is compared in the last second of its tenth minute, and not after it; the flow goes on', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(3 * second);
      const { pendingView, resendAvailableAt } = await employee.view();
      const requestedAt = Date.parse(resendAvailableAt ?? '') - 30 * second;
      expect(Date.parse(pendingView?.expiresAt ?? '') - requestedAt).toBe(10 * minute);
      await employee.skipTo(pendingView?.expiresAt, second);
      expect(await refusalOf(employee.submit(0))).toEqual({ code: 'CODE_WRONG', attemptsLeft: 4 });
      await employee.skipTo(pendingView?.expiresAt);
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'CODE_EXPIRED' });
      expect(await employee.view()).toMatchObject({ nextSteps: ['resendCode'], attemptsLeft: 4 });
    });
  });

  test('a code that lives is right in its last second', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(3 * second);
      await employee.skipTo((await employee.view()).pendingView?.expiresAt, second);
      expect((await employee.submit(1)).status).toBe('AWAITING_PASSWORD');
    });
  });

  test('a code by mail lives for 30 minutes, to the second', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      const { resendAvailableAt } = await employee.puk();
      await employee.skip(3 * second);
      const { pendingView } = await employee.view();
      const requestedAt = Date.parse(resendAvailableAt ?? '') - 30 * second;
      expect(Date.parse(pendingView?.expiresAt ?? '') - requestedAt).toBe(30 * minute);
      await employee.skipTo(pendingView?.expiresAt, second);
      expect((await refusalOf(employee.submit(0))).code).toBe('CODE_WRONG');
      await employee.skipTo(pendingView?.expiresAt);
      expect((await refusalOf(employee.submit(1))).code).toBe('CODE_EXPIRED');
    });
  });

  test('a resend repeats the code that lives, does not lengthen its life, and resets no counter', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(2 * second);
      const { pendingView } = await employee.view();
      expect(await refusalOf(employee.submit(0))).toEqual({ code: 'CODE_WRONG', attemptsLeft: 4 });
      await employee.skip(31 * second);
      expect(await employee.resend()).toMatchObject({ attemptsLeft: 4 });
      await employee.skip(2 * second);
      expect((await employee.view()).pendingView?.expiresAt).toBe(pendingView?.expiresAt);
      expect(stage.world.sent.map(({ issue, number }) => [issue, number])).toEqual([
        [1, 1],
        [1, 2],
      ]);
      expect((await employee.submit(1)).status).toBe('AWAITING_PASSWORD');
    });
  });

  test('after its expiry a resend issues another code; the former one is wrong from then on', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(10 * minute + second);
      await employee.resend();
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'CODE_WRONG', attemptsLeft: 4 });
      expect((await employee.submit(2)).status).toBe('AWAITING_PASSWORD');
    });
  });

  test('resends are possible after 30, 60 and 120 seconds and not a second earlier, three times and not a fourth', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      for (const cooldown of figures.resendCooldownsMs) {
        const { resendAvailableAt } = await employee.view();
        await employee.skipTo(resendAvailableAt, second);
        expect(await refusalOf(employee.resend())).toEqual({
          code: 'RESEND_TOO_EARLY',
          retryAfterSeconds: 1,
        });
        await employee.skipTo(resendAvailableAt);
        const next = await employee.resend();
        if (next.resendAvailableAt === undefined) continue;
        const following = figures.resendCooldownsMs[figures.resendCooldownsMs.indexOf(cooldown) + 1];
        const waited = Date.parse(next.resendAvailableAt) - Date.parse(resendAvailableAt ?? '');
        expect(waited - (following ?? 0)).toBeLessThan(second);
      }
      expect((await employee.view()).nextSteps).toEqual(['submitCode']);
      await employee.skip(5 * minute);
      expect(await refusalOf(employee.resend())).toEqual({ code: 'RESENDS_SPENT' });
      expect(stage.world.sent).toHaveLength(4);
    });
  });

  test('a resend past the budget of the number is refused and sends nothing', async () => {
    stage.world.messageBudget = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 3_600 };
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(31 * second);
      expect(await refusalOf(employee.resend())).toEqual(stage.world.messageBudget);
      expect(stage.world.sent).toHaveLength(1);
    });
  });

  test('the fifth wrong code ends the flow: no code is taken any more', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      for (const attemptsLeft of [4, 3, 2, 1, 0]) {
        expect(await refusalOf(employee.submit(0))).toEqual({ code: 'CODE_WRONG', attemptsLeft });
      }
      expect(await employee.ended()).toMatchObject({
        status: 'REJECTED',
        refusal: { code: 'ATTEMPTS_SPENT' },
        nextSteps: [],
      });
      expect(stage.world.compared).toBe(5);
    });
  });

  test('of many wrong codes at once no more than five are compared', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      const results = await Promise.all(Array.from({ length: 8 }, () => refusalOf(employee.submit(0))));
      expect(stage.world.compared).toBe(5);
      expect(results.filter(({ code }) => code === 'CODE_WRONG')).toHaveLength(5);
      expect(await employee.ended()).toMatchObject({ refusal: { code: 'ATTEMPTS_SPENT' } });
    });
  });

  test('of four wrong codes and a right one, many times at once in any order, the right one succeeds once', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      const results = await Promise.all(
        [0, 0, 1, 1, 0, 1, 0, 1].map((issue) =>
          employee.submit(issue).then(
            ({ status }) => status,
            () => 'refused',
          ),
        ),
      );
      expect(stage.world.compared).toBeLessThanOrEqual(5);
      expect(results.filter((result) => result !== 'refused')).toEqual(['AWAITING_PASSWORD']);
      expect(stage.world.requestsOf('createEmployeeAccount')).toHaveLength(1);
    });
  });

  test('the same code twice succeeds once; the same request twice is answered as the first time', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      const first = await employee.submit(1, 'one request');
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect(await employee.submit(1, 'one request')).toEqual(first);
    });
  });

  test('past the wrong codes of a line nothing is compared, no attempt is lost, and nobody is asked again too early', async () => {
    stage.world.verdict = {
      outcome: 'refused',
      refusal: { code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 300 },
    };
    await stage.run(async (employee) => {
      await employee.start();
      expect(await refusalOf(employee.submit(1))).toEqual({
        code: 'TOO_MANY_WRONG_CODES',
        retryAfterSeconds: 300,
      });
      stage.world.verdict = undefined;
      expect(await refusalOf(employee.submit(1))).toMatchObject({ code: 'TOO_MANY_WRONG_CODES' });
      expect(stage.world.requestsOf('verifyCode')).toHaveLength(1);
      expect((await employee.view()).attemptsLeft).toBe(5);
      await employee.skip(301 * second);
      expect((await employee.submit(1)).status).toBe('AWAITING_PASSWORD');
    });
  });

  test('a flow that nobody finishes is over after 24 hours, and not a second earlier', async () => {
    await stage.run(async (employee) => {
      const { expiresAt, resendAvailableAt } = await employee.start();
      const startedAt = Date.parse(resendAvailableAt ?? '') - 30 * second;
      expect(Math.abs(Date.parse(expiresAt ?? '') - startedAt - 24 * hour)).toBeLessThan(second);
      await employee.skipTo(expiresAt, second);
      expect((await employee.view()).status).toBe('AWAITING_CODE');
      await employee.skipTo(expiresAt);
      expect(await employee.ended()).toMatchObject({ status: 'EXPIRED', nextSteps: [] });
    });
  });
});
