import { refusalOf } from '../support/flowDriver';
import { registrationsUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('a User Admin registration while something is away', () => {
  const stage = registrationsUnderSkippedTime();

  test('records that do not answer in time make the start answer VALIDATING within two seconds', async () => {
    const answer = stage.world.hold('matchContractData');
    await stage.run(async (registration) => {
      expect(await registration.start()).toMatchObject({ status: 'VALIDATING', nextSteps: [] });
      expect(await registration.firstAnswerMs()).toBeGreaterThan(1_000);
      expect(await refusalOf(registration.resend())).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect(await refusalOf(registration.activate())).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      answer();
      await registration.skip(minute);
      expect((await registration.view()).status).toBe('AWAITING_ACTIVATION');
    });
  });

  test('records away for an hour are a wait that leaves no event in the history', async () => {
    let away = true;
    stage.world.outage('matchContractData', () => away);
    await stage.run(async (registration) => {
      expect((await registration.start()).status).toBe('VALIDATING');
      await registration.skip(minute);
      const events = await registration.eventCount();
      await registration.skip(hour);
      expect((await registration.view()).status).toBe('VALIDATING');
      expect(await registration.eventCount()).toBe(events);
      away = false;
      await registration.skip(2 * minute);
      expect(await registration.view()).toMatchObject({ status: 'AWAITING_ACTIVATION', delivery: 'SENT' });
    });
  });

  test('a database that fails once during the reservation costs nothing but a moment', async () => {
    let failures = 1;
    stage.world.outage('reserveAccount', () => failures-- > 0);
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(5 * second);
      expect((await registration.view()).status).toBe('AWAITING_ACTIVATION');
      expect(stage.world.requestsOf('reserveAccount')).toHaveLength(1);
    });
  });

  test('a mail server away for an hour is told as DELAYED; the mail goes out once when it is back', async () => {
    let away = true;
    stage.world.outage('sendActivationMail', () => away);
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(5 * second);
      expect((await registration.view()).delivery).toBe('DELAYED');
      await registration.skip(hour);
      expect(await registration.view()).toMatchObject({ status: 'AWAITING_ACTIVATION', delivery: 'DELAYED' });
      away = false;
      await registration.skip(11 * minute);
      expect((await registration.view()).delivery).toBe('SENT');
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(1);
    });
  });

  test('a mailbox that refuses for good is told as UNDELIVERABLE, and no retry follows', async () => {
    stage.world.mailboxRefuses = true;
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(hour);
      expect(await registration.view()).toMatchObject({
        status: 'AWAITING_ACTIVATION',
        delivery: 'UNDELIVERABLE',
      });
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(1);
    });
  });

  test('a password that is set while the database is away is set when it is back, though its window is over', async () => {
    let away = true;
    stage.world.outage('activateAccount', () => away);
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      const setting = registration.setPassword(activation);
      await stage.world.untilAttempted('activateAccount');
      await registration.skip(40 * minute);
      away = false;
      await registration.skip(2 * minute);
      expect((await setting).status).toBe('COMPLETED');
      expect((await registration.ended()).status).toBe('COMPLETED');
    });
  });

  test('the account is active at once, also when the notice has to wait', async () => {
    let away = true;
    stage.world.outage('sendRegisteredNotice', () => away);
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      expect((await registration.setPassword(activation)).status).toBe('COMPLETED');
      await registration.skip(hour);
      expect(stage.world.requestsOf('sendRegisteredNotice')).toHaveLength(0);
      away = false;
      expect((await registration.ended()).status).toBe('COMPLETED');
      expect(stage.world.requestsOf('sendRegisteredNotice')).toHaveLength(1);
    });
  });

  test('a mailbox that refuses the notice changes nothing of the account', async () => {
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      stage.world.mailboxRefuses = true;
      await registration.setPassword(activation);
      expect(await registration.ended()).toMatchObject({ status: 'COMPLETED', delivery: 'UNDELIVERABLE' });
    });
  });

  test('a reservation is released though the database is away when it expires', async () => {
    let away = true;
    stage.world.outage('releaseReservation', () => away);
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(73 * hour);
      away = false;
      expect((await registration.ended()).status).toBe('EXPIRED');
      expect(stage.world.requestsOf('releaseReservation')).toHaveLength(1);
    });
  });
});
