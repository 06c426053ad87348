import { exampleRegistration, post, type Headers } from './support/requests';
import { TestApi } from './support/testApi';

const registrations = '/v1/user-admin-registrations';

/** The address key that a start is counted under. */
async function keyOf(api: TestApi, headers: Headers): Promise<string> {
  api.flows.reset();
  await api.send(post(registrations, exampleRegistration, headers));
  return (api.flows.starts[0]!.input as { addressKey: string }).addressKey;
}

describe('where no proxy is trusted', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start()));
  afterAll(() => api.stop());

  test.each([
    { 'X-Forwarded-For': '203.0.113.7' },
    { 'X-Forwarded-For': '203.0.113.7, 127.0.0.1' },
    { 'X-Forwarded-For': ['203.0.113.7', '203.0.113.8'] },
    { Forwarded: 'for=203.0.113.7' },
    { 'X-Real-IP': '203.0.113.7' },
    { 'X-Client-IP': '203.0.113.7', 'True-Client-IP': '203.0.113.7', 'CF-Connecting-IP': '203.0.113.7' },
  ])('%j does not change the address that limits count', async (headers) => {
    expect(await keyOf(api, headers)).toBe(await keyOf(api, {}));
  });

  test('a start is the same, byte for byte, under any host and scheme in the headers', async () => {
    const key = { 'Idempotency-Key': '7a4ac0e8-a4b5-4a1c-8f57-0f0bc9f5c4a1' };
    const hostile = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example;proto=https',
      Referer: 'https://evil.example/',
      Origin: 'https://evil.example',
    };
    await keyOf(api, key);
    const plain = JSON.stringify(api.flows.comparableStarts);
    await keyOf(api, { ...key, ...hostile });
    expect(JSON.stringify(api.flows.comparableStarts)).toBe(plain);
    expect(plain).not.toContain('evil');
  });

  test('no page of another origin may read an answer', async () => {
    const answer = await api.send(
      post(registrations, exampleRegistration, { Origin: 'https://evil.example' }),
    );
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('where the peer is a trusted proxy', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' })));
  afterAll(() => api.stop());

  const via = (forwarded: string) => keyOf(api, { 'X-Forwarded-For': forwarded });

  test('the right-most address that is no trusted proxy counts; what a client put before it does not', async () => {
    const real = await via('203.0.113.7');
    expect(await via('198.51.100.1, 203.0.113.7')).toBe(real);
    expect(await via('127.0.0.1, 203.0.113.7, 10.1.2.3')).toBe(real);
    expect(await via('203.0.113.8')).not.toBe(real);
    expect(await keyOf(api, {})).not.toBe(real);
  });

  test('addresses of one IPv6 /64 are one subscriber, those of another are not', async () => {
    const one = await via('2001:db8:1:2::1');
    expect(await via('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(one);
    expect(await via('2001:db8:1:3::1')).not.toBe(one);
  });

  test('an IPv4 address is the same one when it is written inside an IPv6 address', async () => {
    expect(await via('::ffff:203.0.113.7')).toBe(await via('203.0.113.7'));
  });

  test('text that is no address takes nobody down, and never counts for a real address', async () => {
    const real = await via('203.0.113.7');
    for (const text of ['unknown', "'; drop", '999.1.1.1', ' ', '203.0.113.7:443']) {
      expect(await via(text)).not.toBe(real);
    }
  });
});
