import { jsonOf } from '../api/support/rawHttp';
import { post } from '../api/support/requests';
import { CamaraService } from '../e2e/support/camaraService';
import { proxiedEnv } from '../e2e/support/codeFlow';
import { newMailbox, registered } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import type { WholeService } from '../e2e/support/wholeService';

const password = 'quattro mucche viola volano';

describe('forty networks at one name', () => {
  let camara: CamaraService;
  let service: WholeService;
  beforeAll(async () => {
    camara = await CamaraService.start({ ...proxiedEnv, STARTS_PER_ORIGIN: '30' });
    service = camara.service;
  });
  afterAll(() => camara.stop());

  const signIn = (username: string, typed: string, address: string, device?: string) =>
    service.api.send(
      post(
        '/v1/sessions',
        { username, password: typed },
        {
          'X-Forwarded-For': address,
          ...(device !== undefined && { 'Device-Token': device }),
        },
      ),
    );

  test('do not keep its person out at a known device, and no token of another account gets further', async () => {
    const [victim, stranger] = [await recordLine(service, 4_001), await recordLine(service, 4_002)];
    await registered(service, victim, newMailbox(), password);
    await registered(service, stranger, newMailbox(), password);
    const tokenOf = async (name: string) =>
      String(jsonOf(await signIn(name, password, '203.0.113.99'))['deviceToken']);
    const [own, device] = [await tokenOf(stranger), await tokenOf(victim)];
    const statuses = await Promise.all(
      Array.from({ length: 400 }, async (_, each) => {
        const address = `198.51.100.${(each % 40) + 1}`;
        const token = [undefined, own, `${device.slice(0, -2)}AA`, 'none'][each % 4];
        return (await signIn(victim, `wrong ${each}`, address, token)).status;
      }),
    );
    const counts = {
      compared: statuses.filter((each) => each === 401).length,
      statuses: [...new Set(statuses)],
    };
    expect(counts.compared).toBeLessThanOrEqual(10);
    const refused = await signIn(victim, password, '198.51.100.1');
    expect(refused.status).toBe(429);
    const newcomer = await signIn(victim, 'wrong', '203.0.113.7');
    expect([401, 429]).toContain(newcomer.status);
    expect(Number(newcomer.headers['retry-after'] ?? 0)).toBeLessThanOrEqual(900);
    expect((await signIn(victim, password, '198.51.100.1', device)).status).toBe(201);
    const guesses = await Promise.all(
      Array.from(
        { length: 60 },
        async (_, each) => (await signIn(victim, `guess ${each}`, '203.0.113.8', device)).status,
      ),
    );
    expect(guesses.filter((each) => each === 401).length).toBeLessThanOrEqual(10);
  });
});
