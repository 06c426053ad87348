import { refusalOf } from '../support/flowDriver';
import { registrationsUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;

describe('User Admin registrations that meet', () => {
  const stage = registrationsUnderSkippedTime();

  test('a later full match voids the link of the flow whose reservation it took over', async () => {
    await stage.run(async (earlier) => {
      const { activation } = await earlier.activated();
      stage.world.reservation = { outcome: 'reserved', takenOverFrom: earlier.workflowId };
      const later = earlier.another();
      expect((await later.start()).status).toBe('AWAITING_ACTIVATION');
      await earlier.skip(second);
      expect((await earlier.view()).status).toBe('CANCELLED');
      await expect(earlier.setPassword(activation)).rejects.toThrow();
      expect(stage.world.requestsOf('releaseReservation')).toEqual([{ flowId: earlier.flowId }]);
      const { activation: fresh } = await later.activate();
      expect((await later.setPassword(fresh)).status).toBe('COMPLETED');
    });
  });

  test('taking over from a flow that ended already changes nothing for the later one', async () => {
    stage.world.reservation = { outcome: 'reserved', takenOverFrom: 'userAdminRegistration/long-gone' };
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      expect((await registration.setPassword(activation)).status).toBe('COMPLETED');
    });
  });

  test('a password for a reservation that was lost meanwhile is refused, and the flow gives way', async () => {
    stage.world.activation = { outcome: 'accountLost' };
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      expect(await refusalOf(registration.setPassword(activation))).toEqual({ code: 'LINK_VOID' });
      expect((await registration.ended()).status).toBe('CANCELLED');
    });
  });

  test('a link whose reservation another flow holds is void as soon as it is used', async () => {
    stage.world.isHeld = false;
    await stage.run(async (registration) => {
      await registration.start();
      expect(await refusalOf(registration.activate())).toEqual({ code: 'LINK_VOID' });
      expect((await registration.ended()).status).toBe('CANCELLED');
    });
  });

  test('a hand-over that was lost is told, and the next password is taken', async () => {
    stage.world.activation = { outcome: 'claimLost' };
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      expect(await refusalOf(registration.setPassword(activation))).toEqual({
        code: 'PASSWORD_HANDOVER_LOST',
      });
      stage.world.activation = { outcome: 'set', notices: [] };
      expect((await registration.setPassword(activation)).status).toBe('COMPLETED');
    });
  });

  test('the same password request ten times has one effect and one answer', async () => {
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => registration.setPassword(activation, 'the same request')),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(stage.world.requestsOf('activateAccount')).toHaveLength(1);
    });
  });

  test('of two passwords at once one is set and the other is out of order', async () => {
    const answer = stage.world.hold('activateAccount');
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      const first = registration.setPassword(activation, 'the first');
      await stage.world.untilAttempted('activateAccount');
      expect(await refusalOf(registration.setPassword(activation))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      answer();
      expect((await first).status).toBe('COMPLETED');
      const claims = stage.world.requestsOf('activateAccount') as { claimId: string }[];
      expect(new Set(claims.map(({ claimId }) => claimId))).toEqual(new Set(['the first']));
    });
  });

  test('a repeated start finds its own flow, also after its end', async () => {
    stage.world.verdict = { outcome: 'mismatch', hidesMatch: false };
    await stage.run(async (registration) => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => registration.start()));
      await registration.ended();
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(stage.world.requestsOf('matchContractData')).toHaveLength(1);
    });
  });

  test('nothing that ends a flow leaves a step open', async () => {
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      await registration.setPassword(activation);
      await registration.skip(31 * second);
      for (const step of [
        registration.activate(),
        registration.resend(),
        registration.setPassword(activation),
      ]) {
        await expect(step).rejects.toThrow();
      }
      expect(stage.world.requestsOf('activateAccount')).toHaveLength(1);
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(1);
    });
  });
});
