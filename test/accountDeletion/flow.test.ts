import { underSkippedTime } from '../support/skippedTime';
import { deletionDriver, FakeWorld, notices } from './support/deletionStage';

describe('the end of an account under skipped time', () => {
  const stage = underSkippedTime(() => new FakeWorld(), deletionDriver);
  const asked = () => stage.world.calls.map(({ name }) => name);

  test('tells every known channel once the account is gone', async () => {
    await stage.run(async (deletion) => {
      expect((await deletion.start()).status).toBe('COMPLETED');
      await deletion.ended();
      expect(asked()).toEqual(['accountToDelete', 'deleteAccount', 'noticesOfDeletion', 'sendNotices']);
      expect(stage.world.requestsOf('deleteAccount')).toMatchObject([
        { accountId: 'account', account: 'sealed account', reason: 'byOwner', addressKey: 'address key' },
      ]);
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices }]);
    });
  });

  test('asked for again, also after it is over, is the same one', async () => {
    await stage.run(async (deletion) => {
      const first = await deletion.start();
      expect(await deletion.start()).toEqual(first);
      await deletion.ended();
      expect(stage.world.requestsOf('deleteAccount')).toHaveLength(1);
    });
  });

  test('where there is no account changes nothing, and tells nobody', async () => {
    stage.world.account = null;
    await stage.run(async (deletion) => {
      expect((await deletion.start()).status).toBe('COMPLETED');
      await deletion.ended();
      expect(asked()).toEqual(['accountToDelete']);
    });
  });

  test('waits an outage of the database out, and says meanwhile that it is under way', async () => {
    let away = true;
    stage.world.outage('deleteAccount', () => away);
    await stage.run(async (deletion) => {
      expect((await deletion.start()).status).toBe('VALIDATING');
      await deletion.skip(3_600_000);
      expect((await deletion.view()).status).toBe('VALIDATING');
      away = false;
      expect((await deletion.ended()).status).toBe('COMPLETED');
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(1);
    });
  });

  test('is not held up by records that are away: who is to be told is asked until they answer', async () => {
    let away = true;
    stage.world.outage('noticesOfDeletion', () => away);
    await stage.run(async (deletion) => {
      expect((await deletion.start()).status).toBe('COMPLETED');
      await deletion.skip(3_600_000);
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(0);
      away = false;
      await deletion.ended();
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(1);
    });
  });
});
