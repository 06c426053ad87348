import { refusalOf } from '../support/flowDriver';
import { underSkippedTime } from '../support/skippedTime';
import { decoyRoute, FakeWorld, holder, holderTold, mailRoute, ownerTold } from './support/fakeWorld';
import { simDriver } from './support/simDriver';

const second = 1_000;

describe('the association of a SIM under skipped time', () => {
  const stage = underSkippedTime(() => new FakeWorld(), simDriver);

  test('a voice line gets a code by SMS, and the right one ends it: both sides are told, no password follows', async () => {
    await stage.run(async (sim) => {
      expect(await sim.start()).toMatchObject({ status: 'AWAITING_CODE', attemptsLeft: 5 });
      await sim.skip(3 * second);
      expect(await sim.submit(1)).toMatchObject({ status: 'COMPLETED', nextSteps: [] });
      await sim.ended();
      expect(stage.world.calls.map(({ name }) => name)).toEqual([
        'checkSecondLine',
        'sendCode',
        'verifyCode',
        'holdersOfLine',
        'associateLine',
        'sendNotices',
      ]);
      expect(stage.world.sent).toMatchObject([
        { flow: { purpose: 'simAssociation', subjectKey: 'line key' } },
      ]);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices: [ownerTold] }]);
      expect(await sim.eventCount()).toBeLessThanOrEqual(36);
    });
  });

  test('a data-only SIM is proved by its PUK, then by the code to the mailbox that is verified by it', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
    await stage.run(async (sim) => {
      expect(await sim.startDataOnly()).toMatchObject({ status: 'AWAITING_PUK', nextSteps: ['submitPuk'] });
      expect(await refusalOf(sim.submit(1))).toEqual({ code: 'STEP_OUT_OF_ORDER' });
      expect((await sim.puk()).status).toBe('AWAITING_CODE');
      expect((await sim.submit(1)).status).toBe('COMPLETED');
      expect(stage.world.requestsOf('verifyPuk')).toMatchObject([
        { flow: { subjectKey: 'line key' }, line: 'sealed line' },
      ]);
      expect(stage.world.requestsOf('associateLine')).toMatchObject([{ mailbox: 'sealed mailbox' }]);
    });
  });

  test('a mailbox is verified by no code that went to the line', async () => {
    await stage.run(async (sim) => {
      await sim.start();
      await sim.skip(second);
      await sim.submit(1);
      expect(stage.world.requestsOf('associateLine')).not.toMatchObject([
        { mailbox: expect.anything() as string },
      ]);
    });
  });

  test('holders that changed since they were looked up are looked up again, by the same proof, and told', async () => {
    stage.world.meets.push({ outcome: 'otherHolders' });
    stage.world.holders = { holders: [holder], notices: [holderTold] };
    await stage.run(async (sim) => {
      await sim.start();
      await sim.skip(second);
      expect((await sim.submit(1)).status).toBe('COMPLETED');
      await sim.ended();
      const [first, again] = stage.world.requestsOf('associateLine');
      expect(again).toEqual(first);
      expect(first).toMatchObject({ holders: [holder], owner: { accountId: 'account', sessionEpoch: 2 } });
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices: [holderTold, ownerTold] }]);
    });
  });

  test.each(['TWO_LINES_ALREADY', 'ACCOUNT_CHANGED', 'LINE_NOT_ELIGIBLE'] as const)(
    'what stands in the way after the right code ends the flow as %s, and nobody is told',
    async (code) => {
      stage.world.meets.push({ outcome: 'refused', refusal: { code } });
      await stage.run(async (sim) => {
        await sim.start();
        await sim.skip(second);
        expect(await refusalOf(sim.submit(1))).toEqual({ code });
        expect(await sim.ended()).toMatchObject({ status: 'REJECTED', refusal: { code }, nextSteps: [] });
        expect(stage.world.requestsOf('sendNotices')).toHaveLength(0);
      });
    },
  );

  test.each(['TWO_LINES_ALREADY', 'LINE_ALREADY_ASSOCIATED'] as const)(
    'what the owner knows of the own account refuses the start: %s',
    async (code) => {
      stage.world.line = { outcome: 'refused', refusal: { code } };
      await stage.run(async (sim) => {
        expect(await sim.start()).toMatchObject({ status: 'REJECTED', refusal: { code } });
        await sim.ended();
        expect(stage.world.sent).toHaveLength(0);
      });
    },
  );

  test('a decoy takes no code, not even the one that would be right', async () => {
    stage.world.line = { outcome: 'admitted', finding: 'ofOtherCompany', route: decoyRoute };
    await stage.run(async (sim) => {
      await sim.start();
      await sim.skip(second);
      expect(await refusalOf(sim.submit(1))).toEqual({ code: 'CODE_WRONG', attemptsLeft: 4 });
      expect(stage.world.requestsOf('associateLine')).toHaveLength(0);
    });
  });
});
