import { contract } from './support/fakeWorld';
import { refusalOf } from '../support/flowDriver';
import { figures } from './support/registrationDriver';
import { registrationsUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;
const hour = 3_600 * second;

describe('a User Admin registration under skipped time', () => {
  const stage = registrationsUnderSkippedTime();

  test('a company that proves its data gets a mail, activates, sets a password, and is told', async () => {
    await stage.run(async (registration) => {
      const started = await registration.start();
      expect(started).toMatchObject({ status: 'AWAITING_ACTIVATION', nextSteps: ['activate', 'resendLink'] });
      const { view, activation } = await registration.activate();
      expect(view).toMatchObject({ status: 'AWAITING_PASSWORD', nextSteps: ['setPassword'] });
      expect(await registration.setPassword(activation)).toMatchObject({
        status: 'COMPLETED',
        nextSteps: [],
      });
      expect(await registration.ended()).toMatchObject({ status: 'COMPLETED', delivery: 'SENT' });
      expect(stage.world.calls.map(({ name }) => name)).toEqual([
        'matchContractData',
        'reserveAccount',
        'sendActivationMail',
        'proveMailbox',
        'activateAccount',
        'sendRegisteredNotice',
      ]);
      expect(await registration.eventCount()).toBeLessThanOrEqual(36);
    });
  });

  test('data that do not match are refused at once; nothing is reserved, nothing is sent', async () => {
    stage.world.verdict = { outcome: 'mismatch', hidesMatch: false };
    await stage.run(async (registration) => {
      expect(await registration.start()).toMatchObject({
        status: 'REJECTED',
        nextSteps: [],
        refusal: { code: 'CONTRACT_DATA_MISMATCH' },
      });
      await registration.ended();
      expect(stage.world.calls.map(({ name }) => name)).toEqual(['matchContractData']);
    });
  });

  test.each(['LARGE_COMPANY', 'NO_ELIGIBLE_OFFER'] as const)(
    'after a full match, %s is refused and told',
    async (code) => {
      stage.world.verdict = { outcome: 'refused', refusal: { code }, contract, hidesMatch: false };
      await stage.run(async (registration) => {
        expect((await registration.start()).refusal).toEqual({ code });
        await registration.ended();
        expect(stage.world.requestsOf('reserveAccount')).toHaveLength(0);
      });
    },
  );

  test.each([
    { code: 'VAT_ALREADY_SERVED' },
    { code: 'USERNAME_TAKEN' },
    { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 },
  ] as const)('a reservation that is not to be had is refused: $code', async (refusal) => {
    stage.world.reservation = { outcome: 'refused', refusal };
    await stage.run(async (registration) => {
      expect((await registration.start()).refusal).toEqual(refusal);
      await registration.ended();
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(0);
    });
  });

  test('the link lives for 72 hours; then the reservation is released', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(72 * hour - 2 * second);
      expect((await registration.view()).status).toBe('AWAITING_ACTIVATION');
      expect(stage.world.requestsOf('releaseReservation')).toHaveLength(0);
      expect(await registration.ended()).toMatchObject({ status: 'EXPIRED', nextSteps: [] });
      expect(stage.world.requestsOf('releaseReservation')).toEqual([{ flowId: registration.flowId }]);
    });
  });

  test('the password has 30 minutes after an activation; then the link works once more, its former token does not', async () => {
    await stage.run(async (registration) => {
      const first = await registration.activated();
      await registration.skip(figures.passwordWindowMs - 2 * second);
      expect((await registration.view()).status).toBe('AWAITING_PASSWORD');
      await registration.skip(3 * second);
      expect((await registration.view()).status).toBe('AWAITING_ACTIVATION');
      expect(await refusalOf(registration.setPassword(first.activation))).toEqual({
        code: 'STEP_OUT_OF_ORDER',
      });
      const later = await registration.activate();
      expect(later.activation).toBe(first.activation + 1);
      expect(await refusalOf(registration.setPassword(first.activation))).toEqual({
        code: 'STEP_OUT_OF_ORDER',
      });
      expect((await registration.setPassword(later.activation)).status).toBe('COMPLETED');
    });
  });

  test('the step itself refuses the token of the start and that of an earlier activation, before a hash waits', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      expect(await registration.wouldSetPassword(0)).toBe(false);
      const earlier = await registration.activate();
      await registration.skip(figures.passwordWindowMs + second);
      const { activation } = await registration.activate();
      for (const other of [0, earlier.activation]) {
        expect(await registration.wouldSetPassword(other)).toBe(false);
        expect(await refusalOf(registration.setPassword(other))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      }
      expect(await registration.wouldSetPassword(activation)).toBe(true);
      expect((await registration.setPassword(activation)).status).toBe('COMPLETED');
      expect(stage.world.requestsOf('activateAccount')).toHaveLength(1);
    });
  });

  test('an activation in the last minute still has its 30 minutes, and no more', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(72 * hour - 60 * second);
      await registration.activate();
      await registration.skip(20 * 60 * second);
      expect((await registration.view()).status).toBe('AWAITING_PASSWORD');
      expect((await registration.ended()).status).toBe('EXPIRED');
      expect(stage.world.requestsOf('releaseReservation')).toHaveLength(1);
    });
  });

  test('pressing the button again gives the same activation until the password is set', async () => {
    await stage.run(async (registration) => {
      const first = await registration.activated();
      await registration.skip(60 * second);
      const again = await registration.activate();
      expect(again.activation).toBe(first.activation);
      expect(again.view.expiresAt).toBe(first.view.expiresAt);
    });
  });

  test('a resend is possible after 30, 60 and 120 seconds, three times, each with a mail of its own', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      for (const cooldown of figures.resendCooldownsMs) {
        await registration.skip(cooldown - 2 * second);
        expect(await refusalOf(registration.resend())).toMatchObject({ code: 'RESEND_TOO_EARLY' });
        await registration.skip(3 * second);
        expect((await registration.resend()).status).toBe('AWAITING_ACTIVATION');
      }
      expect((await registration.view()).nextSteps).toEqual(['activate']);
      await registration.skip(hour);
      expect(await refusalOf(registration.resend())).toEqual({ code: 'RESENDS_SPENT' });
      const mails = stage.world.requestsOf('sendActivationMail') as { number: number; expiresAt: number }[];
      expect(mails.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
      expect(new Set(mails.map(({ expiresAt }) => expiresAt)).size).toBe(1);
    });
  });

  test('the wait that a resend is told is the wait that is left', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      const { retryAfterSeconds: wait } = await refusalOf(registration.resend());
      expect(wait).toBeGreaterThan(25);
      expect(wait).toBeLessThanOrEqual(30);
    });
  });

  test('a resend past the budget of the mailbox is refused and sends nothing', async () => {
    stage.world.mailBudget = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 3_600 };
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(31 * second);
      expect(await refusalOf(registration.resend())).toEqual({
        code: 'MESSAGE_BUDGET_SPENT',
        retryAfterSeconds: 3_600,
      });
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(1);
    });
  });

  test('no step is taken before its turn', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      expect(await refusalOf(registration.setPassword(1))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      const { activation } = await registration.activate();
      await registration.skip(31 * second);
      expect(await refusalOf(registration.resend())).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect(await refusalOf(registration.setPassword(activation + 1))).toEqual({
        code: 'STEP_OUT_OF_ORDER',
      });
    });
  });

  test('an operator who cancels a flow frees what it reserved', async () => {
    await stage.run(async (registration) => {
      await registration.start();
      await registration.cancel();
      await expect(registration.ended()).rejects.toThrow('cancelled');
      expect((await registration.view()).status).toBe('CANCELLED');
      expect(stage.world.requestsOf('releaseReservation')).toContainEqual({ flowId: registration.flowId });
    });
  });
});
