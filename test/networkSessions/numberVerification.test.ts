import { LineNotRecognised, NetworkUnreachable } from '../../src/security/lineRecognition';
import { NumberVerification, type VerificationAttempt } from '../../src/security/numberVerification';
import { currentCorrelator, withCorrelator } from '../../src/observability/correlation';
import { TestClock } from '../api/support/testClock';
import { testSettings } from '../support/settings';
import { Network } from './support/network';

const line = '+393201234598';
const otherLine = '+393201234597';
const attemptLifeMs = 300_000;
const clock = new TestClock();
let network: Network;
let recogniser: NumberVerification;

function recogniserWith(change: NodeJS.ProcessEnv = {}): NumberVerification {
  const PUBLIC_BASE_URL = 'https://selfcare.example';
  const { config, secrets } = testSettings({ PUBLIC_BASE_URL, ...network.env, ...change });
  const { numberVerification } = config.network;
  return new NumberVerification(
    numberVerification!,
    secrets.numberVerificationKey!,
    attemptLifeMs,
    clock.now,
    currentCorrelator,
  );
}

beforeAll(async () => {
  network = await Network.start('https://selfcare.example/v1/sessions/network/callback');
  recogniser = recogniserWith();
});
beforeEach(async () => {
  clock.reset();
  await network.connect(line);
});
afterAll(() => network.close());

interface WayBack {
  readonly query: URLSearchParams;
  readonly attempt: VerificationAttempt;
}

/** A browser goes to the operator and is sent back. */
async function wayBack(by = recogniser): Promise<WayBack> {
  const { url, attempt } = await by.begin();
  return { query: (await network.visit(url)).searchParams, attempt };
}

const recognise = ({ query, attempt }: WayBack) => recogniser.recognise({ query: query.toString(), attempt });
const refused = (back: WayBack) => expect(recognise(back)).rejects.toBeInstanceOf(LineNotRecognised);

describe('CAMARA Number Verification', () => {
  test('tells the line of the device, which was asked nothing', async () => {
    const before = clock.now().getTime();
    const { url, attempt } = await recogniser.begin();
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'selfcare',
      response_type: 'code',
      redirect_uri: 'https://selfcare.example/v1/sessions/network/callback',
      scope: 'openid dpv:FraudPreventionAndDetection number-verification:device-phone-number:read',
      prompt: 'none',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    const { searchParams: query } = await network.visit(url);
    const recognised = await recognise({ query, attempt });
    expect(recognised).toMatchObject({ line, proofId: `number verification:${attempt.state}` });
    expect(recognised.goodUntil).toBeGreaterThanOrEqual(before + attemptLifeMs);
  });

  test('asks the operator under the correlation id of the call', async () => {
    const back = await wayBack(recogniserWith());
    network.asked.length = 0;
    await withCorrelator('of-the-call', () => recognise(back));
    const asked = network.asked.map(({ path, correlator }) => [path?.split('/').at(-1), correlator]);
    expect(asked).toContainEqual(['token', 'of-the-call']);
    expect(asked).toContainEqual(['device-phone-number', 'of-the-call']);
  });

  test('knows no line of a device on another network', async () => {
    await network.connect(null);
    const back = await wayBack();
    expect(back.query.get('error')).toBe('login_required');
    await refused(back);
  });

  test.each<[string, (back: WayBack, other: WayBack) => WayBack]>([
    ['the state of another browser', (back, other) => ({ ...back, attempt: other.attempt })],
    ['a code of another attempt', (back, other) => ({ ...back, query: swapped(back, 'code', other) })],
    ['a code that nobody issued', (back) => ({ ...back, query: changed(back, 'code', 'x') })],
    ['no code', (back) => ({ ...back, query: changed(back, 'code', undefined) })],
    ['no state', (back) => ({ ...back, query: changed(back, 'state', undefined) })],
    ['two states', ({ attempt, query }) => ({ attempt, query: twice(query, 'state') })],
    ['another issuer', (back) => ({ ...back, query: changed(back, 'iss', 'https://other.example') })],
    ['no issuer', (back) => ({ ...back, query: changed(back, 'iss', undefined) })],
    ['another nonce', (back) => ({ ...back, attempt: { ...back.attempt, nonce: 'another' } })],
    [
      'another verifier',
      ({ query, attempt }, other) => ({
        query,
        attempt: { ...attempt, codeVerifier: other.attempt.codeVerifier },
      }),
    ],
  ])('is not believed with %s', async (_what, change) => {
    const [back, other] = [await wayBack(), await wayBack()];
    await refused(change(back, other));
  });

  test('takes a code once', async () => {
    const back = await wayBack();
    expect((await recognise(back)).line).toBe(line);
    await refused(back);
  });

  test('is over after five minutes', async () => {
    const back = await wayBack();
    clock.aheadMs = attemptLifeMs;
    await refused(back);
  });

  test('tells the line that the network had when it recognised the device', async () => {
    const back = await wayBack();
    await network.connect(otherLine);
    expect((await recognise(back)).line).toBe(line);
  });

  test('is not there where the operator does not answer, and is left alone for five seconds', async () => {
    const away = recogniserWith({ NUMBER_VERIFICATION_ISSUER: 'http://127.0.0.1:1' });
    await expect(away.begin()).rejects.toBeInstanceOf(NetworkUnreachable);
    const asked = jest.spyOn(globalThis, 'fetch');
    await expect(away.begin()).rejects.toBeInstanceOf(NetworkUnreachable);
    expect(asked).not.toHaveBeenCalled();
    clock.aheadMs = 5_001;
    await expect(away.begin()).rejects.toBeInstanceOf(NetworkUnreachable);
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  test('is not there where the number cannot be asked for', async () => {
    const away = recogniserWith({ NUMBER_VERIFICATION_API: 'http://127.0.0.1:1/number-verification/v2' });
    const { query, attempt } = await wayBack(away);
    await expect(away.recognise({ query: query.toString(), attempt })).rejects.toBeInstanceOf(
      NetworkUnreachable,
    );
  });
});

function changed({ query }: WayBack, name: string, value: string | undefined): URLSearchParams {
  const copy = new URLSearchParams(query);
  if (value === undefined) copy.delete(name);
  else copy.set(name, value);
  return copy;
}

function swapped(back: WayBack, name: string, other: WayBack): URLSearchParams {
  return changed(back, name, other.query.get(name) ?? '');
}

function twice(query: URLSearchParams, name: string): URLSearchParams {
  const copy = new URLSearchParams(query);
  copy.append(name, query.get(name) ?? '');
  return copy;
}
