import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';
import { CoolDown } from './coolDown';
import { discoverJwksUrl, fetchJson } from './issuerMetadata';

const answerWithinMs = 3_000;
/** A key that is not known is looked for no oftener. */
const seekAgainMs = 30_000;
/** A key that the issuer withdraws is good for no longer. */
const cacheMs = 600_000;

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
