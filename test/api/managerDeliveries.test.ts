import type { SendRecord } from '../../src/database/sendRecords';
import { invitedManager, recordAccount, signIn } from './support/signedIn';
import { TelcoManagerCalls } from './support/telcoManagerCalls';
import { TestApi } from './support/testApi';

const flow = 'telcoManagerInvitation';
let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => signIn(api));

test('the list says what became of the latest mail of an invitation that was not used, and nothing of others', async () => {
  const at = new Date();
  const times = { handedOverAt: at, leasedUntil: at, expiresAt: new Date(at.getTime() + 3_600_000) };
  const record = { channel: 'mail', handovers: 1, unacknowledged: 0, ...times } as const;
  const mailOf = async (username: string, change: object, ...states: SendRecord['state'][]) => {
    const ofManager = `${flow}/${username}`;
    await recordAccount(api, { ...invitedManager, _id: username, username, heldBy: ofManager, ...change });
    const records = states.map((state, index) => ({
      _id: `${ofManager}/invitation/${index + 1}`,
      state,
      ...record,
    }));
    await api.context.database.sendRecords.create(records);
  };
  await mailOf('Attivo', { status: 'active' }, 'refused');
  await mailOf('Arrivata', {}, 'refused', 'accepted');
  await mailOf('Ritardo', {}, 'accepted', 'postponed');
  await mailOf('Rifiuto', { invitationEndedAt: at }, 'refused');
  await mailOf('Adesso', {}, 'handedOver');
  await mailOf('Mai', {});
  const { telcoManagers } = (await new TelcoManagerCalls(api).list()) as {
    telcoManagers: Record<string, string>[];
  };
  const told = telcoManagers.map(({ username, delivery }) => [username, delivery]);
  expect(Object.fromEntries(told)).toEqual({
    Arrivata: 'SENT',
    Ritardo: 'DELAYED',
    Rifiuto: 'UNDELIVERABLE',
  });
});
