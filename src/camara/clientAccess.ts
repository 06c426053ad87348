import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { bearerToken } from '../http/caller';
import { AccessTokenRefused, type Access, type AccessTokens } from '../security/accessTokens';
import { IssuerUnreachable } from '../security/issuerKeys';
import { CamaraProblem } from './camaraProblem';
import { sendValidateScope } from './operations';

const minuteSeconds = 60;

/** Who may call: a client with a good token of the scope, so often a minute at one API process. */
export class ClientAccess {
  private readonly limiter: RateLimiterMemory;

  constructor(
    private readonly accessTokens: Pick<AccessTokens, 'verify'>,
    callsPerClientAMinute: number,
  ) {
    this.limiter = new RateLimiterMemory({ points: callsPerClientAMinute, duration: minuteSeconds });
  }

  /**
   * @returns the client's id
   * @throws CamaraProblem `UNAUTHENTICATED`, `PERMISSION_DENIED`, `TOO_MANY_REQUESTS`, or `UNAVAILABLE` when tokens cannot be verified;
   *   `WWW-Authenticate` is set as RFC 6750 asks
   */
  async admit(request: Request, response: Response): Promise<string> {
    const { clientId, scopes } = await this.accessOf(request, response);
    if (!scopes.includes(sendValidateScope)) {
      challenge(response, ` error="insufficient_scope", scope="${sendValidateScope}"`);
      throw new CamaraProblem('PERMISSION_DENIED');
    }
    await this.count(clientId);
    return clientId;
  }

  private async accessOf(request: Request, response: Response): Promise<Access> {
    const token = bearerToken(request);
    if (token === undefined) {
      challenge(response, '');
      throw new CamaraProblem('UNAUTHENTICATED');
    }
    try {
      return await this.accessTokens.verify(token);
    } catch (error) {
      if (error instanceof IssuerUnreachable) throw new CamaraProblem('UNAVAILABLE', { cause: error });
      if (!(error instanceof AccessTokenRefused)) throw error;
      challenge(response, ' error="invalid_token"');
      throw new CamaraProblem('UNAUTHENTICATED', { cause: error });
    }
  }

  private async count(clientId: string): Promise<void> {
    try {
      await this.limiter.consume(clientId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.ceil(refusal.msBeforeNext / 1_000);
      throw new CamaraProblem('TOO_MANY_REQUESTS', { retryAfterSeconds });
    }
  }
}

function challenge(response: Response, parameters: string): void {
  response.set('WWW-Authenticate', `Bearer${parameters}`);
}
