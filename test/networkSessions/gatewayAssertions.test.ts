import { GatewayAssertions } from '../../src/security/gatewayAssertions';
import { LineNotRecognised, NetworkUnreachable } from '../../src/security/lineRecognition';
import { TestClock } from '../api/support/testClock';
import { TestIssuer } from '../camara/support/testIssuer';

const audience = 'https://selfcare.example/v1/sessions/network';
const line = '+393201234598';
const clock = new TestClock();
let gateway: TestIssuer;
let recogniser: GatewayAssertions;

beforeAll(async () => {
  gateway = await TestIssuer.start();
  recogniser = new GatewayAssertions(
    { issuer: gateway.url, audience, jwksUrl: undefined },
    60_000,
    clock.now,
  );
});
beforeEach(() => clock.reset());
afterAll(() => gateway.stop());

const now = () => Math.floor(Date.now() / 1_000);

/** Claims of a good assertion; the given ones replace its own. */
function claims(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const own = { iss: gateway.url, aud: audience, iat: now(), exp: now() + 60, jti: 'assertion-1' };
  return { ...own, phone_number: line, ...changes };
}

const sign = (changes = {}, header: Readonly<Record<string, string>> = {}) =>
  gateway.sign(claims(changes), { typ: 'network-line+jwt', ...header });
const refused = (assertion: string) =>
  expect(recogniser.recognise(assertion)).rejects.toBeInstanceOf(LineNotRecognised);

/** A token that says what is wanted and is signed by nobody who may. */
function unsigned(alg: string): string {
  const parts = [{ alg, kid: 'ES256', typ: 'network-line+jwt' }, claims()];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), ''].join('.');
}

describe('an assertion of the gateway', () => {
  test.each(['ES256', 'RS256', 'PS256'])('signed with %s tells the line', async (alg) => {
    const exp = now() + 60;
    const kid = alg === 'PS256' ? 'RS256' : alg;
    expect(await recogniser.recognise(await sign({ exp }, { alg, kid }))).toEqual({
      line,
      proofId: 'gateway:assertion-1',
      goodUntil: (exp + 10) * 1_000,
    });
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['for another service', { aud: 'https://other.example' }],
    ['for others, too', { aud: [audience, 'https://other.example'] }],
    ['of another issuer', { iss: 'https://other.example' }],
    ['that lives longer than a minute', { exp: now() + 600 }],
    ['that has no end', { exp: undefined }],
    ['that does not say since when', { iat: undefined }],
    ['of the future', { iat: now() + 30, exp: now() + 60 }],
    ['without a name', { jti: undefined }],
    ['with an empty name', { jti: '' }],
    ['with a name that is no text', { jti: { $gt: '' } }],
    ['without a line', { phone_number: undefined }],
    ['with a line in another form', { phone_number: '320 1234598' }],
    ['with a number that is no mobile line', { phone_number: '+390612345678' }],
    ['with a list of lines', { phone_number: [line] }],
  ])('%s is refused', async (_which, changes) => {
    await refused(await sign(changes));
  });

  test('of an algorithm that is not on the list, or of none, is refused', async () => {
    await refused(await sign({}, { alg: 'EdDSA', kid: 'EdDSA' }));
    await refused(unsigned('none'));
    await refused(unsigned('HS256'));
  });

  test('is none where another token of the same issuer stands in its place', async () => {
    for (const typ of ['JWT', 'at+jwt', 'application/json']) await refused(await sign({}, { typ }));
  });

  test('signed by somebody else is refused', async () => {
    const other = await TestIssuer.start();
    await refused(await other.sign(claims(), { typ: 'network-line+jwt' }));
    await other.stop();
  });

  test('with another line behind the same signature is refused', async () => {
    const [header, , signature] = (await sign()).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ phone_number: '+393201234597' })));
    await refused([header, payload.toString('base64url'), signature].join('.'));
  });

  test('is over after its minute, with ten seconds for clocks that differ', async () => {
    const assertion = await sign();
    clock.aheadMs = 65_000;
    expect((await recogniser.recognise(assertion)).line).toBe(line);
    clock.aheadMs = 71_000;
    await refused(assertion);
  });

  test('cannot be judged where the keys of the gateway cannot be had', async () => {
    const away = new GatewayAssertions(
      { issuer: gateway.url, audience, jwksUrl: `${gateway.url}/nowhere` },
      60_000,
      clock.now,
    );
    await expect(away.recognise(await sign())).rejects.toBeInstanceOf(NetworkUnreachable);
  });
});
