import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { AccessTokenRefused, AccessTokens } from '../../src/security/accessTokens';
import { IssuerUnreachable } from '../../src/security/issuerKeys';
import { TestIssuer } from './support/testIssuer';

const audience = 'https://api.example/one-time-password-sms/v1';
let issuer: TestIssuer;
beforeAll(async () => (issuer = await TestIssuer.start()));
afterAll(() => issuer.stop());
beforeEach(() => {
  issuer.asked.length = 0;
  issuer.broken.clear();
});

let now = new Date();
beforeEach(() => (now = new Date()));

function verifier(changes: { issuer?: string | undefined; jwksUrl?: string } = {}): AccessTokens {
  return new AccessTokens({ issuer: issuer.url, audience, jwksUrl: undefined, ...changes }, () => now);
}

function seconds(fromNow: number): number {
  return Math.floor(now.getTime() / 1_000) + fromNow;
}

const claims = (changes = {}) => issuer.claims(audience, changes);
const good = () => issuer.sign(claims());

describe('an access token', () => {
  test.each(['ES256', 'RS256', 'PS256'])('signed with %s is accepted', async (alg) => {
    const token = await issuer.sign(claims({ scope: 'a b' }), { alg, kid: alg === 'PS256' ? 'RS256' : alg });
    expect(await verifier().verify(token)).toEqual({ clientId: 'cool-app', scopes: ['a', 'b'] });
  });

  test('may be for several services, and of the long media type', async () => {
    const token = await issuer.sign(claims({ aud: ['other', audience] }), { typ: 'application/at+jwt' });
    expect((await verifier().verify(token)).clientId).toBe('cool-app');
  });

  test('without a scope gives none', async () => {
    expect((await verifier().verify(await issuer.sign(claims({ scope: undefined })))).scopes).toEqual([]);
  });

  test.each([
    ['of another issuer', { iss: 'https://other.example' }],
    ['of no issuer', { iss: undefined }],
    ['for another service', { aud: 'https://other.example' }],
    ['for no service', { aud: undefined }],
    ['for a service whose name begins alike', { aud: `${audience}/more` }],
    ['without an end', { exp: undefined }],
    ['that names no client', { client_id: undefined }],
    ['whose client is no text', { client_id: 7 }],
  ])('%s is refused', async (_what, changes) => {
    await expect(verifier().verify(await issuer.sign(claims(changes)))).rejects.toThrow(AccessTokenRefused);
  });

  test('is good ten seconds before its begin and after its end, for clocks that differ, and no longer', async () => {
    const verify = async (changes: object) =>
      (await verifier().verify(await issuer.sign(claims(changes)))).clientId;
    now = new Date(Math.floor(now.getTime() / 1_000) * 1_000);
    expect(await verify({ exp: seconds(-9) })).toBe('cool-app');
    await expect(verify({ exp: seconds(-10) })).rejects.toThrow(AccessTokenRefused);
    expect(await verify({ nbf: seconds(10) })).toBe('cool-app');
    await expect(verify({ nbf: seconds(11) })).rejects.toThrow(AccessTokenRefused);
  });

  test.each([
    ['an identity token or another kind of JWT', { typ: 'JWT' }],
    ['of an unknown key', { kid: 'unknown' }],
    ['that names the key of another algorithm', { kid: 'RS256' }],
    ['signed with an algorithm that is not on the list, by a key that is', { alg: 'EdDSA', kid: 'EdDSA' }],
  ])('%s is refused', async (_what, header) => {
    await expect(verifier().verify(await issuer.sign(claims(), header))).rejects.toThrow(AccessTokenRefused);
  });

  test('that is not signed is refused', async () => {
    const unsigned = new UnsecuredJWT(claims()).encode();
    const [, payload] = unsigned.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    for (const token of [unsigned, `${header}.${payload}.`])
      await expect(verifier().verify(token)).rejects.toThrow(AccessTokenRefused);
  });

  test("signed with the issuer's public key as if it were a secret is refused", async () => {
    const jwk = issuer.keys.find(({ kid }) => kid === 'RS256')!;
    const publicKey = await importJWK({ ...jwk, ext: true }, 'RS256');
    const secrets = [
      JSON.stringify(jwk),
      await exportSPKI(publicKey as Exclude<typeof publicKey, Uint8Array>),
    ];
    for (const secret of secrets) {
      const signer = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'RS256', typ: 'at+jwt' });
      const token = await signer.sign(Buffer.from(secret));
      await expect(verifier().verify(token)).rejects.toThrow(AccessTokenRefused);
    }
  });

  test('with another payload under a good signature is refused', async () => {
    const [header, , signature] = (await good()).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ client_id: 'other' }))).toString('base64url');
    await expect(verifier().verify(`${header}.${payload}.${signature}`)).rejects.toThrow(AccessTokenRefused);
  });

  test.each(['x', 'a.b', 'a.b.c', '..', 'a.b.c.d.e'])(
    'that is none (%s) is refused, and the issuer not asked',
    async (text) => {
      await expect(verifier().verify(text)).rejects.toThrow(AccessTokenRefused);
      expect(issuer.asked).toEqual([]);
    },
  );

  test('is refused where no issuer is configured', async () => {
    await expect(verifier({ issuer: undefined }).verify(await good())).rejects.toThrow(AccessTokenRefused);
  });
});

describe('the issuer', () => {
  test('is asked once for its metadata and once for its keys, however many requests come at once', async () => {
    const tokens = verifier();
    const token = await good();
    await Promise.all(Array.from({ length: 50 }, () => tokens.verify(token)));
    await tokens.verify(token);
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  test('is asked for its keys alone where their place is configured', async () => {
    await verifier({ jwksUrl: `${issuer.url}/jwks` }).verify(await good());
    expect(issuer.asked).toEqual(['/jwks']);
  });

  test('is not asked again by a flood of unknown keys', async () => {
    const tokens = verifier();
    await tokens.verify(await good());
    for (let i = 0; i < 50; i += 1) {
      const unknown = await issuer.sign(claims(), { kid: `unknown-${i}` });
      await expect(tokens.verify(unknown)).rejects.toThrow(AccessTokenRefused);
    }
    expect(issuer.asked).toHaveLength(2);
  });

  test.each(['/.well-known/openid-configuration', '/jwks'])(
    'whose %s does not answer makes tokens neither good nor bad, and is left alone for five seconds',
    async (path) => {
      issuer.broken.add(path);
      const tokens = verifier();
      const token = await good();
      await expect(tokens.verify(token)).rejects.toThrow(IssuerUnreachable);
      const asked = issuer.asked.length;
      now = new Date(now.getTime() + 4_999);
      for (let i = 0; i < 20; i += 1) await expect(tokens.verify(token)).rejects.toThrow(IssuerUnreachable);
      expect(issuer.asked).toHaveLength(asked);
      issuer.broken.clear();
      now = new Date(now.getTime() + 1);
      expect((await tokens.verify(token)).clientId).toBe('cool-app');
    },
  );

  test('whose metadata are those of another is not believed', async () => {
    const token = await issuer.sign(claims({ iss: issuer.url.replace('127.0.0.1', 'localhost') }));
    const tokens = verifier({ issuer: issuer.url.replace('127.0.0.1', 'localhost') });
    await expect(tokens.verify(token)).rejects.toThrow(IssuerUnreachable);
  });
});
