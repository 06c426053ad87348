import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { sendValidateScope } from '../../../src/camara/operations';

/** An issuer that signs any access token for a test, and counts the requests for its keys. */
export class TestIssuer {
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  /** Paths that it answers with 503. */
  readonly broken = new Set<string>();
  /** Public keys, each named as its algorithm. */
  readonly keys: readonly JWK[];

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly privateKeys: readonly JWK[],
  ) {
    this.keys = privateKeys.map(({ kty, crv, x, y, n, e, kid }) => ({ kty, crv, x, y, n, e, kid }) as JWK);
    this.serve();
  }

  static async start(): Promise<TestIssuer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const privateKeys = ['ES256', 'RS256', 'EdDSA'].map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), kid: alg };
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new TestIssuer(server, url, await Promise.all(privateKeys));
  }

  private serve(): void {
    const documents: Readonly<Record<string, () => unknown>> = {
      '/.well-known/openid-configuration': () => ({ issuer: this.url, jwks_uri: `${this.url}/jwks` }),
      '/jwks': () => ({ keys: this.keys }),
    };
    this.server.on('request', ({ url = '' }, response) => {
      this.asked.push(url);
      const document = this.broken.has(url) ? undefined : documents[url];
      response.statusCode = document ? 200 : 503;
      response.end(JSON.stringify(document?.() ?? {}));
    });
  }

  /** Claims of a good token; `changes` are put in their place, undefined takes one away. */
  claims(audience: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: this.url,
      aud: audience,
      sub: 'cool-app',
      client_id: 'cool-app',
      scope: sendValidateScope,
      iat: now,
      exp: now + 60,
      jti: 'one',
      ...changes,
    };
  }

  /** @param header in place of that of a good token; PS256 signs with the key of RS256 */
  async sign(
    claims: Record<string, unknown>,
    header: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { alg = 'ES256' } = header;
    const jwk = this.privateKeys.find(({ kid }) => kid === (alg === 'PS256' ? 'RS256' : alg))!;
    const signer = new SignJWT(claims).setProtectedHeader({ alg, kid: alg, typ: 'at+jwt', ...header });
    return signer.sign(await importJWK(jwk, alg));
  }

  async stop(): Promise<void> {
    const end = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await end;
  }
}
