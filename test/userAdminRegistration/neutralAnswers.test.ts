import type { FlowView } from '../../workflows/contracts/flow';
import { contract } from './support/fakeWorld';
import { refusalOf } from '../support/flowDriver';
import type { RegistrationDriver } from './support/registrationDriver';
import { registrationsUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What a stranger sees of a flow over its life, without what differs from flow to flow. */
async function storyOf(registration: RegistrationDriver): Promise<unknown[]> {
  const seen: unknown[] = [anonymous(await registration.start())];
  await registration.skip(5 * second);
  seen.push(anonymous(await registration.view()));
  seen.push((await refusalOf(registration.resend())).code);
  await registration.skip(31 * second);
  seen.push(anonymous(await registration.resend()));
  await registration.skip(5 * second);
  seen.push(anonymous(await registration.view()));
  seen.push((await refusalOf(registration.setPassword(1))).code);
  seen.push(anonymous(await registration.ended()));
  return seen;
}

function anonymous({ flowId, expiresAt, resendAvailableAt, ...rest }: FlowView) {
  return { ...rest, flowId: flowId.length, expires: Boolean(expiresAt), resend: Boolean(resendAvailableAt) };
}

describe('past the budget of mismatches', () => {
  const stage = registrationsUnderSkippedTime();
  let matching: unknown[];

  beforeAll(async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    await stage.run(async (registration) => {
      matching = await storyOf(registration);
    });
  });

  test('a mismatch looks like a match from the first answer to the last, and sends nothing', async () => {
    stage.world.verdict = { outcome: 'mismatch', hidesMatch: true };
    await stage.run(async (registration) => {
      expect(await storyOf(registration)).toEqual(matching);
      expect(stage.world.requestsOf('reserveAccount')).toHaveLength(0);
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(0);
      expect(stage.world.requestsOf('sendRefusalMail')).toHaveLength(0);
    });
  });

  test('a refusal after a full match looks the same too, and is told to the mailbox once', async () => {
    stage.world.verdict = {
      outcome: 'refused',
      refusal: { code: 'LARGE_COMPANY' },
      contract,
      hidesMatch: true,
    };
    await stage.run(async (registration) => {
      expect(await storyOf(registration)).toEqual(matching);
      expect(stage.world.requestsOf('sendRefusalMail')).toHaveLength(1);
      expect(stage.world.requestsOf('sendRefusalMail')[0]).toMatchObject({
        reason: 'LARGE_COMPANY',
        contract,
      });
    });
  });

  test('a username that is taken looks the same too', async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    stage.world.reservation = { outcome: 'refused', refusal: { code: 'USERNAME_TAKEN' } };
    await stage.run(async (registration) => {
      expect(await storyOf(registration)).toEqual(matching);
    });
  });

  test('a mailbox that refuses is not told from one that was never written to', async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    stage.world.mailboxRefuses = true;
    await stage.run(async (registration) => {
      expect(await storyOf(registration)).toEqual(matching);
    });
  });

  test('a mailbox that keeps its mail waiting is not told from one that was never written to', async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    stage.world.outage('sendActivationMail', () => true);
    const fail = stage.world.hold('sendActivationMail');
    await stage.run(async (registration) => {
      await registration.start();
      await stage.world.untilAttempted('sendActivationMail');
      fail();
      await registration.skip(minute);
      await stage.world.untilAttempted('sendActivationMail', 2);
      expect((await registration.view()).delivery).toBe('SENT');
    });
  });

  test('a mailbox whose budget of mails is spent is not told either, and gets no mail', async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    stage.world.mailBudget = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 };
    await stage.run(async (registration) => {
      expect(await storyOf(registration)).toEqual(matching);
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(0);
    });
  });

  test('mails that tell a refusal keep to the budget of the mailbox', async () => {
    stage.world.verdict = {
      outcome: 'refused',
      refusal: { code: 'LARGE_COMPANY' },
      contract,
      hidesMatch: true,
    };
    stage.world.mailBudget = { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 };
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(hour);
      expect(stage.world.requestsOf('sendRefusalMail')).toHaveLength(0);
    });
  });

  test('a link that a later registration voided looks alive to all but those who have it', async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    await stage.run(async (registration) => {
      await registration.start();
      await registration.supersede();
      expect((await refusalOf(registration.activate())).code).toBe('LINK_VOID');
      expect(await storyOf(registration)).toEqual(matching);
      expect(stage.world.requestsOf('sendActivationMail')).toHaveLength(1);
    });
  });

  test('an answer that hides the finding comes no earlier than 700 ms after the start, for every finding', async () => {
    const times: number[] = [];
    for (const verdict of [
      { outcome: 'matched', contract, hidesMatch: true },
      { outcome: 'mismatch', hidesMatch: true },
      { outcome: 'mismatch', hidesMatch: false },
    ] as const) {
      stage.world.verdict = verdict;
      await stage.run(async (registration) => {
        await registration.start();
        times.push(await registration.firstAnswerMs());
      });
    }
    for (const time of times) expect(time).toBeGreaterThanOrEqual(700);
  });

  test('while the mail server is away, a decoy says DELAYED as a real flow does', async () => {
    stage.world.verdict = { outcome: 'mismatch', hidesMatch: true };
    stage.world.outage('probeMailChannel', () => true);
    await stage.run(async (registration) => {
      await registration.start();
      await registration.skip(hour);
      expect((await registration.view()).delivery).toBe('DELAYED');
    });
  });

  test('a full match still gets its mail, activates and ends well', async () => {
    stage.world.verdict = { outcome: 'matched', contract, hidesMatch: true };
    await stage.run(async (registration) => {
      const { activation } = await registration.activated();
      expect((await registration.setPassword(activation)).status).toBe('COMPLETED');
    });
  });
});
