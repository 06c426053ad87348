import { refusalOf } from '../support/flowDriver';
import { mailRoute } from './support/fakeWorld';
import { employeesUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;
const minute = 60 * second;

describe('a data-only SIM under skipped time', () => {
  const stage = employeesUnderSkippedTime();

  test('a data-only SIM is proved by its PUK first, then the code goes to the mailbox', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    await stage.run(async (employee) => {
      expect(await employee.startDataOnly()).toMatchObject({
        status: 'AWAITING_PUK',
        nextSteps: ['submitPuk'],
      });
      expect(stage.world.sent).toHaveLength(0);
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect(await employee.puk()).toMatchObject({ status: 'AWAITING_CODE', attemptsLeft: 5 });
      await employee.skip(3 * second);
      expect(stage.world.sent).toMatchObject([
        { apparentChannel: 'mail', recipient: { channel: 'mail' }, issue: 1, number: 1 },
      ]);
      expect((await employee.submit(1)).status).toBe('AWAITING_PASSWORD');
      expect((await employee.setPassword(0)).status).toBe('COMPLETED');
    });
  });

  test('a wrong PUK tells the tries that are left to the line, and the flow goes on', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    stage.world.puk = { outcome: 'wrong', attemptsLeft: 2 };
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      expect(await refusalOf(employee.puk())).toEqual({ code: 'PUK_WRONG', attemptsLeft: 2 });
      expect((await employee.view()).status).toBe('AWAITING_PUK');
      stage.world.puk = { outcome: 'right' };
      expect((await employee.puk()).status).toBe('AWAITING_CODE');
    });
  });

  test('past the three wrong PUKs of a line the flow asks nobody until the time that it was told', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    stage.world.puk = { outcome: 'refused', refusal: { code: 'PUK_ATTEMPTS_SPENT', retryAfterSeconds: 600 } };
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      expect(await refusalOf(employee.puk())).toEqual({ code: 'PUK_ATTEMPTS_SPENT', retryAfterSeconds: 600 });
      stage.world.puk = { outcome: 'right' };
      expect(await refusalOf(employee.puk())).toMatchObject({ code: 'PUK_ATTEMPTS_SPENT' });
      expect(stage.world.requestsOf('verifyPuk')).toHaveLength(1);
      await employee.skip(10 * minute + second);
      expect((await employee.puk()).status).toBe('AWAITING_CODE');
    });
  });

  test('past the wrong PUKs of a line one with its ICCID is asked about, and past those of it another ICCID a few times more', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    const spent = { code: 'PUK_ATTEMPTS_SPENT', retryAfterSeconds: 600 } as const;
    stage.world.puk = { outcome: 'refused', refusal: spent };
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      expect(await refusalOf(employee.puk())).toEqual(spent);
      stage.world.puk = { outcome: 'wrong', attemptsLeft: 2 };
      expect(await refusalOf(employee.pukWithIccid())).toEqual({ code: 'PUK_WRONG', attemptsLeft: 2 });
      stage.world.puk = { outcome: 'refused', refusal: spent };
      for (let ask = 1; ask <= 5; ask += 1) expect(await refusalOf(employee.pukWithIccid())).toEqual(spent);
      expect(stage.world.requestsOf('verifyPuk')).toHaveLength(7);
      stage.world.puk = { outcome: 'right' };
      expect(await refusalOf(employee.pukWithIccid())).toMatchObject({ code: 'PUK_ATTEMPTS_SPENT' });
      expect(stage.world.requestsOf('verifyPuk')).toHaveLength(7);
    });
  });

  test('a mistyped ICCID does not keep the right one out of the same flow', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    const spent = { code: 'PUK_ATTEMPTS_SPENT', retryAfterSeconds: 600 } as const;
    stage.world.puk = { outcome: 'refused', refusal: spent };
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      expect(await refusalOf(employee.pukWithIccid())).toEqual(spent);
      stage.world.puk = { outcome: 'right' };
      expect((await employee.pukWithIccid()).status).toBe('AWAITING_CODE');
    });
  });

  test('a right PUK sends no mail past the budget of the mailbox: the flow is refused, and says when', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    stage.world.messageBudget = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 };
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      expect(await refusalOf(employee.puk())).toEqual({
        code: 'MESSAGE_BUDGET_SPENT',
        retryAfterSeconds: 60,
      });
      expect(await employee.ended()).toMatchObject({
        status: 'REJECTED',
        refusal: { code: 'MESSAGE_BUDGET_SPENT' },
      });
      expect(stage.world.sent).toHaveLength(0);
    });
  });

  test('a mailbox that refuses for good is told, because the PUK was right', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    stage.world.channelRefuses = true;
    await stage.run(async (employee) => {
      await employee.startDataOnly();
      await employee.puk();
      await employee.skip(3 * second);
      expect((await employee.view()).delivery).toBe('UNDELIVERABLE');
      await employee.skip(30 * minute);
      expect(await refusalOf(employee.submit(1))).toEqual({ code: 'CODE_EXPIRED' });
    });
  });

  test('the owner of a voice line that was declared data-only is told by SMS beside the decoy', async () => {
    const hint = { channel: 'sms', address: 'sealed line', wording: 'voiceLine' } as const;
    const route = { ...mailRoute, provable: false };
    stage.world.line = {
      outcome: 'admitted',
      finding: 'voiceDeclaredDataOnly',
      route,
      hint,
      hintPrefixKey: 'prefix',
    };
    stage.world.puk = { outcome: 'wrong', attemptsLeft: 2 };
    await stage.run(async (employee) => {
      expect((await employee.startDataOnly()).status).toBe('AWAITING_PUK');
      await employee.skip(second);
      expect(stage.world.sent).toMatchObject([
        { apparentChannel: 'sms', recipient: hint, prefixKey: 'prefix', issue: 0, number: 0 },
      ]);
      await employee.skip(6 * 60 * minute);
      expect((await employee.view()).status).toBe('AWAITING_PUK');
    });
  });
});
