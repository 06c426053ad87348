import { performance } from 'node:perf_hooks';
import { goodRequests, passkey, passkeyId } from '../api/support/requests';
import { jsonOf } from '../api/support/rawHttp';
import { signIn } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { HandmadePasskey } from '../passkeys/support/handmade';
import { interleaved, timeTells, type Timed } from '../support/interleaved';

/** A suspended passkey with a right signature, beside one that nobody has. */
describe('known and unknown passkeys look the same by time', () => {
  jest.setTimeout(400_000);
  const pairs = 300;
  let api: TestApi;
  let leakMs = 0;
  beforeAll(async () => {
    api = await TestApi.start({ TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'warn' });
    await api.makeIndexes();
    await signIn(api);
    await api.context.database.passkeys.updateOne({ _id: passkeyId }, { $set: { epoch: -1 } });
    await interleaved(30, refusal);
  });
  afterAll(() => api.stop());

  async function refusal(kind: keyof Timed, pair: number): Promise<number> {
    const options = jsonOf(await api.send(goodRequests['askForPasskeySignIn']!(api)));
    const challenge = Buffer.from(String(options['challenge']), 'base64url').toString();
    const { rpId, origins } = api.context.settings.config.passkeys;
    const device = kind === 'known' ? passkey : new HandmadePasskey();
    const credential = device.get({ rpId, origin: origins[0] ?? '', challenge });
    const good = goodRequests['signInByPasskey']!(api);
    const headers = {
      ...good.headers,
      'X-Forwarded-For': `198.${kind === 'known' ? 18 : 19}.${pair % 250}.1`,
    };
    const startedAt = performance.now();
    const answer = await api.send({ ...good, headers, body: JSON.stringify({ credential }) });
    const ms = performance.now() - startedAt + (kind === 'known' ? leakMs : 0);
    expect(answer.status).toBe(422);
    return ms;
  }

  test('at a sign-in, over 300 pairs', async () => {
    expect(await timeTells(() => interleaved(pairs, refusal))).toBe(false);
  });

  test('and no more pairs find 5 ms that a known one takes more', async () => {
    leakMs = 5;
    expect(await timeTells(() => interleaved(pairs, refusal))).toBe(true);
  });
});
