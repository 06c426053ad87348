import { post, exampleRegistration } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';

const hour = 3_600_000;

async function alarmsAfter(api: TestApi, forwarded: readonly string[]): Promise<number> {
  const before = api.logLines.length;
  for (const address of forwarded)
    await api.send(post('/v1/user-admin-registrations', exampleRegistration, { 'X-Forwarded-For': address }));
  return api.logLines.slice(before).filter((line) => line.includes('"alarm":"clientsUnnamed"')).length;
}

describe('the alarm that nothing names the clients', () => {
  let api: TestApi;
  afterEach(() => api.stop());

  test('is raised once an hour behind a proxy that nobody trusts: all customers are one address', async () => {
    api = await TestApi.start();
    const customers = ['203.0.113.7', '203.0.113.8', '203.0.113.9'];
    expect(await alarmsAfter(api, customers)).toBe(1);
    api.clock.aheadMs = hour - 1_000;
    expect(await alarmsAfter(api, customers)).toBe(0);
    api.clock.aheadMs = hour + 1_000;
    expect(await alarmsAfter(api, customers)).toBe(1);
    const { text } = await api.askOperator({ path: '/metrics' });
    expect(text).toMatch(/^selfcare_alarms\{alarm="clientsUnnamed"\} 2$/m);
  });

  test('is raised where the trusted proxy forwards a terminator in place of its client', async () => {
    api = await TestApi.start({ TRUSTED_PROXIES: '127.0.0.1' });
    expect(await alarmsAfter(api, ['10.0.0.3'])).toBe(1);
  });

  test.each([
    ['name the client', { TRUSTED_PROXIES: '127.0.0.1' }, ['203.0.113.7', '2001:db8::1']],
    [
      'come from a network that is known to be shared',
      { SHARED_NETWORKS: '127.0.0.0/8=10' },
      ['203.0.113.7'],
    ],
  ])('is not raised where requests %s', async (_why, settings, forwarded) => {
    api = await TestApi.start(settings);
    expect(await alarmsAfter(api, forwarded)).toBe(0);
  });

  test('is not raised by a client without a proxy', async () => {
    api = await TestApi.start();
    await api.send(post('/v1/user-admin-registrations', exampleRegistration));
    expect(api.logLines.filter((line) => line.includes('clientsUnnamed'))).toEqual([]);
  });
});
