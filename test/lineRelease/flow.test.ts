import { underSkippedTime } from '../support/skippedTime';
import { FakeWorld, notices, releaseDriver } from './support/releaseStage';

describe('the release of a line under skipped time', () => {
  const stage = underSkippedTime(() => new FakeWorld(), releaseDriver);
  const asked = () => stage.world.calls.map(({ name }) => name);

  test('is answered once the line is free; then both sides are told, in the words of what became of the account', async () => {
    const letGo = stage.world.hold('noticesOfRelease');
    await stage.run(async (release) => {
      expect((await release.start()).status).toBe('COMPLETED');
      expect(asked()).toEqual(['lineToRelease', 'releaseLine']);
      letGo();
      await release.ended();
      expect(stage.world.requestsOf('releaseLine')).toMatchObject([
        { associatedBy: 'simAssociation/proof', reason: 'byManager', addressKey: 'address key' },
      ]);
      expect(stage.world.requestsOf('noticesOfRelease')[0]).toMatchObject({ ending: 'kept' });
      expect(stage.world.requestsOf('sendNotices')).toMatchObject([{ notices }]);
    });
  });

  test('of a line that is released already, or another proof’s by now, changes nothing and tells nobody', async () => {
    stage.world.releasing = null;
    await stage.run(async (release) => {
      expect((await release.start()).status).toBe('COMPLETED');
      await release.ended();
      expect(asked()).toEqual(['lineToRelease']);
    });
  });

  test('waits an outage of the database out, and says meanwhile that it is under way', async () => {
    let away = true;
    stage.world.outage('releaseLine', () => away);
    await stage.run(async (release) => {
      expect((await release.start()).status).toBe('VALIDATING');
      await release.skip(3_600_000);
      away = false;
      expect((await release.ended()).status).toBe('COMPLETED');
      expect(stage.world.requestsOf('sendNotices')).toHaveLength(1);
    });
  });
});
