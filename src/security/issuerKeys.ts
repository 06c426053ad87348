import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';

const answerWithinMs = 3_000;
/** A key that is not known is looked for no oftener. */
const seekAgainMs = 30_000;
/** A key that the issuer withdraws is good for no longer. */
const cacheMs = 600_000;
/** For as long a server is left alone after it did not answer. */
const coolDownMs = 5_000;

/** The issuer's keys cannot be had at the moment: whether a token is good is not known. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}

/** Public keys of the issuer, kept for ten minutes. */
export class IssuerKeys {
  private located: Promise<JWTVerifyGetKey> | undefined;
  private readonly coolDown: CoolDown;

  /** @param jwksUrl where the keys are; the issuer's metadata say so where it is left out */
  constructor(
    private readonly issuer: string,
    private readonly jwksUrl: string | undefined,
    now: () => Date,
  ) {
    this.coolDown = new CoolDown(now);
  }

  /**
   * @throws JWKSNoMatchingKey, JWKSMultipleMatchingKeys when the issuer has no key for the token, or the token leaves open which
   * @throws IssuerUnreachable when the keys cannot be had
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    try {
      return await (
        await this.keySet()
      )(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error;
      if (error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new IssuerUnreachable('The keys of the issuer of tokens cannot be had.', { cause: error });
    }
  };

  private keySet(): Promise<JWTVerifyGetKey> {
    this.located ??= this.locate().catch((error: unknown) => {
      this.located = undefined;
      throw error;
    });
    return this.located;
  }

  private async locate(): Promise<JWTVerifyGetKey> {
    const discover = () => discoverJwksUrl(this.issuer, answerWithinMs);
    const url = this.jwksUrl ?? (await this.coolDown.ask(discover));
    return createRemoteJWKSet(new URL(url), {
      timeoutDuration: answerWithinMs,
      cooldownDuration: seekAgainMs,
      cacheMaxAge: cacheMs,
      [customFetch]: this.fetchKeys,
    });
  }

  private readonly fetchKeys: FetchImplementation = async (url, options) =>
    Response.json(await this.coolDown.ask(() => fetchJson(url, options)));
}

/**
 * Where the keys of an issuer are, by its metadata (OpenID Connect Discovery 1.0, else RFC 8414).
 *
 * @throws Error when neither can be read, or they are those of another issuer
 */
async function discoverJwksUrl(issuer: string, withinMs: number): Promise<string> {
  const [openId, oauth] = metadataUrls(issuer);
  const signal = AbortSignal.timeout(withinMs);
  const metadata = await fetchJson(openId, { signal }).catch(() => fetchJson(oauth, { signal }));
  const protocol = issuer.startsWith('https:') ? /^https$/ : /^https?$/;
  return z.object({ issuer: z.literal(issuer), jwks_uri: z.url({ protocol }) }).parse(metadata).jwks_uri;
}

/** @throws Error when the answer is no JSON, another status, or leads elsewhere */
async function fetchJson(url: string, options: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...options, redirect: 'manual' });
  if (!response.ok) throw new Error(`The issuer answered ${response.status}.`);
  return response.json();
}

function metadataUrls(issuer: string): readonly [string, string] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

/** Leaves a server that does not answer alone for a while, so that requests which need it fail at once. */
export class CoolDown {
  private closedUntil = 0;

  constructor(private readonly now: () => Date) {}

  /** @throws what `ask` throws, or Error where it failed a moment ago */
  async ask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.now().getTime() < this.closedUntil) throw new Error('The server did not answer a moment ago.');
    try {
      return await ask();
    } catch (error) {
      this.closedUntil = this.now().getTime() + coolDownMs;
      throw error;
    }
  }
}
