import { webcrypto } from 'node:crypto';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  customFetch,
  type CustomFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchProtectedResource,
  type PrivateKey,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { z } from 'zod';
import type { ClientKey } from '../config/keys';
import type { NumberVerificationConfig } from '../config/providers';
import { normaliseLineNumber } from '../identifiers/msisdn';
import { CoolDown } from './issuerKeys';
import {
  LineNotRecognised,
  type LineRecogniser,
  NetworkUnreachable,
  type RecognisedLine,
} from './lineRecognition';

const answerWithinSeconds = 3;
const deviceNumberScope = 'number-verification:device-phone-number:read';
const deviceNumberSchema = z.object({ devicePhoneNumber: z.string().max(16) });

/** What one browser has to bring back; it stays with that browser, and nowhere else. */
export interface VerificationAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

export interface VerificationEvidence {
  /** The query that the browser came back with, as it came. */
  readonly query: string;
  readonly attempt: VerificationAttempt;
}

/**
 * CAMARA Number Verification: the operator's authorization server recognises the device by its connection, asking nobody
 * anything (OpenID Connect, code flow with PKCE, `prompt=none`), and its API tells the number.
 */
export class NumberVerification implements LineRecogniser<VerificationEvidence> {
  private configured: Promise<Configuration> | undefined;
  private readonly coolDown: CoolDown;

  /**
   * @param attemptLifeMs how long after its begin an attempt may end
   * @param correlatorOf gives the correlation id that the operator is asked under, where there is one
   */
  constructor(
    private readonly config: NumberVerificationConfig,
    private readonly clientKey: ClientKey,
    private readonly attemptLifeMs: number,
    private readonly now: () => Date,
    private readonly correlatorOf: () => string | undefined,
  ) {
    this.coolDown = new CoolDown(now);
  }

  /**
   * Where a browser has to go, and what it has to bring back.
   *
   * @throws NetworkUnreachable
   */
  async begin(): Promise<{ readonly url: URL; readonly attempt: VerificationAttempt }> {
    const attempt = {
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
      begunAt: this.now().getTime(),
    };
    const url = buildAuthorizationUrl(await this.configuration(), {
      response_type: 'code',
      redirect_uri: this.config.redirectUri,
      scope: `openid ${this.config.purpose} ${deviceNumberScope}`,
      prompt: 'none',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, attempt };
  }

  async recognise({ query, attempt }: VerificationEvidence): Promise<RecognisedLine> {
    const goodUntil = attempt.begunAt + this.attemptLifeMs;
    if (this.now().getTime() >= goodUntil)
      throw new LineNotRecognised('The attempt came to its end too late.');
    const configuration = await this.configuration();
    try {
      const url = new URL(`${this.config.redirectUri}?${query}`);
      const { access_token: token } = await authorizationCodeGrant(configuration, url, {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.codeVerifier,
        idTokenExpected: true,
      });
      const line = await this.deviceNumber(configuration, token);
      return { line, proofId: `number verification:${attempt.state}`, goodUntil };
    } catch (error) {
      throw isUnreachable(error)
        ? unreachable(error)
        : new LineNotRecognised('The operator did not tell the line.', { cause: error });
    }
  }

  private async deviceNumber(configuration: Configuration, accessToken: string): Promise<string> {
    const url = new URL(`${this.config.apiRoot}/device-phone-number`);
    const response = await fetchProtectedResource(configuration, accessToken, url, 'GET');
    if (!response.ok) throw new Error(`The number of the device was answered with ${response.status}.`);
    const { devicePhoneNumber } = deviceNumberSchema.parse(await response.json());
    const line = normaliseLineNumber(devicePhoneNumber);
    if (line === undefined || line !== devicePhoneNumber) throw new Error('The number is no mobile line.');
    return line;
  }

  private configuration(): Promise<Configuration> {
    this.configured ??= this.configure().catch((error: unknown) => {
      this.configured = undefined;
      throw unreachable(error);
    });
    return this.configured;
  }

  /** What the operator says of its authorization server; identity tokens are verified by its keys, although TLS brought them. */
  private async configure(): Promise<Configuration> {
    const { issuer, clientId } = this.config;
    const isOpen = issuer.startsWith('http:');
    const configuration = await discovery(
      new URL(issuer),
      clientId,
      {},
      PrivateKeyJwt(await importClientKey(this.clientKey)),
      {
        timeout: answerWithinSeconds,
        [customFetch]: this.ask,
        execute: [enableNonRepudiationChecks, ...(isOpen ? [allowInsecureRequests] : [])],
      },
    );
    return configuration;
  }

  private readonly ask: CustomFetch = (url, options) =>
    this.coolDown
      .ask(async () => {
        const { method, body = null, signal = null } = options;
        const correlator = this.correlatorOf();
        const headers = {
          ...options.headers,
          ...(correlator !== undefined && { 'x-correlator': correlator }),
        };
        const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
        if (response.status >= 500) throw new Error(`The operator answered ${response.status}.`);
        return response;
      })
      .catch((error: unknown) => {
        throw unreachable(error);
      });
}

function unreachable(cause: unknown): NetworkUnreachable {
  return cause instanceof NetworkUnreachable
    ? cause
    : new NetworkUnreachable('The operator does not answer.', { cause });
}

/** The library wraps what its requests throw. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof NetworkUnreachable) return true;
  return error instanceof Error && isUnreachable(error.cause);
}

/** The key in the form that the library of OpenID Connect signs with: ES256 alone. */
async function importClientKey({ id, privateKey }: ClientKey): Promise<PrivateKey> {
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return { kid: id, key: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']) };
}
