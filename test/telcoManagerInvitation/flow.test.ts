import { refusalOf } from '../support/flowDriver';
import { notices } from './support/fakeWorld';
import { invitationsUnderSkippedTime } from './support/invitationDriver';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('an invitation under skipped time', () => {
  const stage = invitationsUnderSkippedTime();
  const namesOfCalls = () => stage.world.calls.map(({ name }) => name);

  test('a manager gets a mail, activates, sets the first password, and both sides are told', async () => {
    await stage.run(async (invitation) => {
      const started = await invitation.start();
      expect(started).toMatchObject({ status: 'AWAITING_ACTIVATION', nextSteps: ['activate', 'resendLink'] });
      const { view, activation } = await invitation.activate();
      expect(view).toMatchObject({ status: 'AWAITING_PASSWORD', nextSteps: ['setPassword'] });
      expect(await invitation.setPassword(activation)).toMatchObject({ status: 'COMPLETED', nextSteps: [] });
      expect(await invitation.ended()).toMatchObject({ status: 'COMPLETED' });
      expect(namesOfCalls()).toEqual([
        'reserveManager',
        'sendInvitationMail',
        'proveInvitedMailbox',
        'activateManager',
        'sendNotices',
      ]);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices }]);
    });
  });

  test('a refused reservation sends nothing and ends the flow', async () => {
    stage.world.reservation = { outcome: 'refused', refusal: { code: 'USERNAME_TAKEN' } };
    await stage.run(async (invitation) => {
      expect(await invitation.start()).toMatchObject({
        status: 'REJECTED',
        nextSteps: [],
        refusal: { code: 'USERNAME_TAKEN' },
      });
      await invitation.ended();
      expect(namesOfCalls()).toEqual(['reserveManager']);
    });
  });

  test('72 hours end the link; the profile is noted as one whose invitation is over, and every step is refused', async () => {
    await stage.run(async (invitation) => {
      const started = await invitation.start();
      await invitation.skipTo(started.expiresAt, second);
      expect((await invitation.view()).status).toBe('AWAITING_ACTIVATION');
      await invitation.skip(2 * second);
      expect((await invitation.ended()).status).toBe('EXPIRED');
      expect(namesOfCalls()).toEqual(['reserveManager', 'sendInvitationMail', 'lapseInvitation']);
      await expect(invitation.activate()).rejects.toThrow();
    });
  });

  test('the password has 30 minutes an activation; then the link once more, and the former token is worthless', async () => {
    await stage.run(async (invitation) => {
      const { activation } = await invitation.activated();
      await invitation.skip(31 * minute);
      expect((await invitation.view()).status).toBe('AWAITING_ACTIVATION');
      const again = await invitation.activate();
      expect(await refusalOf(invitation.setPassword(activation))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect((await invitation.setPassword(again.activation)).status).toBe('COMPLETED');
    });
  });

  test('a resend waits 30, 60 and 120 seconds, three a flow, and the same request sends one mail', async () => {
    await stage.run(async (invitation) => {
      await invitation.start();
      expect(await refusalOf(invitation.resend())).toMatchObject({ code: 'RESEND_TOO_EARLY' });
      await invitation.skip(31 * second);
      await invitation.resend('once');
      await invitation.resend('once');
      expect(await refusalOf(invitation.resend())).toMatchObject({ code: 'RESEND_TOO_EARLY' });
      await invitation.skip(61 * second);
      await invitation.resend();
      await invitation.skip(121 * second);
      await invitation.resend();
      await invitation.skip(hour);
      expect(await refusalOf(invitation.resend())).toEqual({ code: 'RESENDS_SPENT' });
      const mails = stage.world.requestsOf('sendInvitationMail') as { number: number; expiresAt: number }[];
      expect(mails.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
      expect(new Set(mails.map(({ expiresAt }) => expiresAt)).size).toBe(1);
    });
  });

  test('a resend that the budget of mails refuses sends nothing', async () => {
    await stage.run(async (invitation) => {
      await invitation.start();
      await invitation.skip(31 * second);
      stage.world.mailBudget = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 };
      expect(await refusalOf(invitation.resend())).toEqual(stage.world.mailBudget);
      expect(stage.world.requestsOf('sendInvitationMail')).toHaveLength(1);
    });
  });

  test('a repeated resend gets its answer after the end, so that it is not taken for a wish to invite anew', async () => {
    await stage.run(async (invitation) => {
      await invitation.start();
      await invitation.skip(31 * second);
      const resent = await invitation.resend('the request');
      const { activation } = await invitation.activate();
      await invitation.setPassword(activation);
      await invitation.ended();
      expect(await invitation.resend('the request')).toEqual(resent);
      await expect(invitation.resend('another request')).rejects.toThrow();
    });
  });

  test('a deletion voids the link and the password that it opened, and nobody is told of a profile', async () => {
    await stage.run(async (invitation) => {
      const { activation } = await invitation.activated();
      await invitation.supersede();
      await expect(invitation.setPassword(activation)).rejects.toThrow();
      expect((await invitation.ended()).status).toBe('CANCELLED');
      expect(namesOfCalls()).not.toContain('activateManager');
      expect(namesOfCalls()).not.toContain('sendNotices');
    });
  });

  test('a deletion that the flow has not heard of voids the link when it is used', async () => {
    stage.world.isHeld = false;
    await stage.run(async (invitation) => {
      await invitation.start();
      expect(await refusalOf(invitation.activate())).toEqual({ code: 'LINK_VOID' });
      expect((await invitation.ended()).status).toBe('CANCELLED');
    });
  });

  test('a deletion while the password is being set wins: the password is refused', async () => {
    await stage.run(async (invitation) => {
      const { activation } = await invitation.activated();
      stage.world.activation = { outcome: 'accountLost' };
      expect(await refusalOf(invitation.setPassword(activation))).toEqual({ code: 'LINK_VOID' });
      expect((await invitation.ended()).status).toBe('CANCELLED');
      expect(namesOfCalls()).not.toContain('sendNotices');
    });
  });

  test('a hand-over that was lost is told, and the next password is taken', async () => {
    stage.world.activation = { outcome: 'claimLost' };
    await stage.run(async (invitation) => {
      const { activation } = await invitation.activated();
      expect(await refusalOf(invitation.setPassword(activation))).toEqual({ code: 'PASSWORD_HANDOVER_LOST' });
      stage.world.activation = { outcome: 'set', notices };
      expect((await invitation.setPassword(activation)).status).toBe('COMPLETED');
    });
  });

  test('an outage before each of its effects is a wait, not an end, and none happens twice', async () => {
    const names = Object.keys(stage.world.activities()).filter((name) => name !== 'lapseInvitation');
    for (const name of names) {
      let failures = 2;
      stage.world.outage(name, () => failures-- > 0);
    }
    await stage.run(async (invitation) => {
      await invitation.start();
      await invitation.skip(hour);
      await invitation.resend();
      const { activation } = await invitation.activate();
      await invitation.setPassword(activation);
      expect((await invitation.ended()).status).toBe('COMPLETED');
      expect(namesOfCalls().sort()).toEqual([...names, 'sendInvitationMail'].sort());
    });
  });

  test('a start answers VALIDATING while the database is away, and a mail that waits is called delayed', async () => {
    let isAway = true;
    stage.world.outage('reserveManager', () => isAway);
    stage.world.outage('sendInvitationMail', () => isAway);
    await stage.run(async (invitation) => {
      expect((await invitation.start()).status).toBe('VALIDATING');
      stage.world.outage('reserveManager', () => false);
      await invitation.skip(minute);
      expect(await invitation.view()).toMatchObject({ status: 'AWAITING_ACTIVATION', delivery: 'DELAYED' });
      isAway = false;
      await invitation.skip(10 * minute);
      expect((await invitation.view()).delivery).toBe('SENT');
    });
  });

  test('a mailbox that refuses for good is told, and the link stays until its end', async () => {
    stage.world.mailboxRefuses = true;
    await stage.run(async (invitation) => {
      await invitation.start();
      await invitation.skip(second);
      expect(await invitation.view()).toMatchObject({
        status: 'AWAITING_ACTIVATION',
        delivery: 'UNDELIVERABLE',
      });
    });
  });

  test('an operator who cancels leaves a profile that is invited again or deleted', async () => {
    await stage.run(async (invitation) => {
      await invitation.start();
      await invitation.skip(second);
      await invitation.cancel();
      await expect(invitation.ended()).rejects.toThrow();
      expect(namesOfCalls()).toContain('lapseInvitation');
      expect((await invitation.view()).status).toBe('CANCELLED');
    });
  });
});
