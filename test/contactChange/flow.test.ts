import { refusalOf } from '../support/flowDriver';
import { underSkippedTime } from '../support/skippedTime';
import { contactDriver } from './support/contactDriver';
import { FakeWorld, oldOneTold } from './support/fakeWorld';

const second = 1_000;

describe("a contact's change under skipped time", () => {
  const stage = underSkippedTime(() => new FakeWorld(), contactDriver);

  test('goes by a code to the new address; then the old one and the other channel are told', async () => {
    await stage.run(async (contact) => {
      expect(await contact.start()).toMatchObject({ status: 'AWAITING_CODE', attemptsLeft: 5 });
      await contact.skip(3 * second);
      expect(await contact.submit(1)).toMatchObject({ status: 'COMPLETED', nextSteps: [] });
      await contact.ended();
      expect(stage.world.calls.map(({ name }) => name)).toEqual([
        'checkContact',
        'sendCode',
        'verifyCode',
        'formerContact',
        'changeContact',
        'sendNotices',
      ]);
      expect(stage.world.sent).toMatchObject([
        { flow: { purpose: 'contactChange' }, recipient: { address: 'sealed new mailbox' } },
      ]);
      expect(stage.world.requestsOf('changeContact')).toMatchObject([
        { former: 'sealed old mailbox', owner: { accountId: 'account', sessionEpoch: 2 } },
      ]);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices: [oldOneTold] }]);
      expect(await contact.eventCount()).toBeLessThanOrEqual(36);
    });
  });

  test('that meets another one meanwhile looks the old contact up again, by the same proof', async () => {
    stage.world.meets.push({ outcome: 'otherFormer' });
    await stage.run(async (contact) => {
      await contact.start();
      await contact.skip(second);
      expect((await contact.submit(1)).status).toBe('COMPLETED');
      const [first, again] = stage.world.requestsOf('changeContact');
      expect(again).toEqual(first);
      expect(stage.world.requestsOf('formerContact')).toHaveLength(2);
    });
  });

  test('that meets others again and again tries once at once, and then after longer and longer pauses', async () => {
    for (let meeting = 0; meeting < 10; meeting += 1) stage.world.meets.push({ outcome: 'otherFormer' });
    await stage.run(async (contact) => {
      await contact.start();
      await contact.skip(second);
      const submitted = contact.submit(1);
      await stage.world.untilAttempted('changeContact');
      await contact.ended();
      expect((await submitted).status).toBe('COMPLETED');
      expect(stage.world.requestsOf('changeContact')).toHaveLength(11);
      const { events } = await contact.history();
      const timers = (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) => timer ?? []);
      const lengths = timers.map(({ startToFireTimeout }) => Number(startToFireTimeout?.seconds));
      expect(lengths.slice(-9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    });
  });

  test('is refused after the right code where the account changed, and nobody is told', async () => {
    stage.world.meets.push({ outcome: 'refused', refusal: { code: 'ACCOUNT_CHANGED' } });
    await stage.run(async (contact) => {
      await contact.start();
      await contact.skip(second);
      expect(await refusalOf(contact.submit(1))).toEqual({ code: 'ACCOUNT_CHANGED' });
      expect(await contact.ended()).toMatchObject({
        status: 'REJECTED',
        refusal: { code: 'ACCOUNT_CHANGED' },
      });
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(0);
    });
  });

  test('changes nothing without the code, however often it is guessed', async () => {
    await stage.run(async (contact) => {
      await contact.start();
      for (const attemptsLeft of [4, 3, 2, 1, 0])
        expect(await refusalOf(contact.submit(0))).toEqual({ code: 'CODE_WRONG', attemptsLeft });
      expect(await contact.ended()).toMatchObject({
        status: 'REJECTED',
        refusal: { code: 'ATTEMPTS_SPENT' },
      });
      expect(stage.world.requestsOf('changeContact')).toHaveLength(0);
    });
  });

  test('to a mailbox that refuses for good says so: who is signed in typed it', async () => {
    stage.world.channelRefuses = true;
    await stage.run(async (contact) => {
      await contact.start();
      await contact.skip(3 * second);
      expect((await contact.view()).delivery).toBe('UNDELIVERABLE');
    });
  });
});
