import { jwtVerify, type JWTPayload } from 'jose';
import type { GatewayConfig } from '../config/providers';
import { normaliseLineNumber } from '../identifiers/msisdn';
import { IssuerKeys, IssuerUnreachable } from './issuerKeys';
import {
  LineNotRecognised,
  NetworkUnreachable,
  type LineRecogniser,
  type RecognisedLine,
} from './lineRecognition';

/** Signatures by a key pair alone: with a shared secret, anybody who reads the gateway's key could sign. */
const algorithms = ['ES256', 'PS256', 'RS256'];
/** Explicit typing (RFC 8725, 3.11): no other token of the same issuer passes for an assertion. */
const type = 'network-line+jwt';
const clockToleranceSeconds = 10;
const proofForm = /^[\x21-\x7e]{8,255}$/;

/** Assertions (JWS) of the operator's gateway, which alone sees the SIM of a device. */
export class GatewayAssertions implements LineRecogniser<string> {
  private readonly keys: IssuerKeys;

  /** @param longestLifeMs of an assertion, from `iat` to `exp` */
  constructor(
    private readonly gateway: GatewayConfig,
    private readonly longestLifeMs: number,
    private readonly now: () => Date,
  ) {
    this.keys = new IssuerKeys(gateway.issuer, gateway.jwksUrl, now);
  }

  async recognise(assertion: string): Promise<RecognisedLine> {
    try {
      return this.lineOf(await this.payloadOf(assertion));
    } catch (error) {
      if (error instanceof IssuerUnreachable)
        throw new NetworkUnreachable('The keys of the gateway cannot be had.', { cause: error });
      throw new LineNotRecognised('The assertion is refused.', { cause: error });
    }
  }

  private async payloadOf(assertion: string): Promise<JWTPayload> {
    const { issuer, audience } = this.gateway;
    const { payload } = await jwtVerify(assertion, this.keys.find, {
      issuer,
      audience,
      algorithms,
      typ: type,
      requiredClaims: ['iat', 'exp', 'jti', 'phone_number'],
      maxTokenAge: this.longestLifeMs / 1_000,
      clockTolerance: clockToleranceSeconds,
      currentDate: this.now(),
    });
    return payload;
  }

  /** One that is also for somebody else is refused: that one could use it here. */
  private lineOf(payload: JWTPayload): RecognisedLine {
    const { aud, iat = 0, exp = 0, jti = '', phone_number: number } = payload;
    if (aud !== this.gateway.audience) throw new Error('The assertion is not for this service alone.');
    if ((exp - iat) * 1_000 > this.longestLifeMs) throw new Error('The assertion lives too long.');
    if (!proofForm.test(jti)) throw new Error('The assertion has no usable name.');
    const line = typeof number === 'string' ? normaliseLineNumber(number) : undefined;
    if (line === undefined || line !== number) throw new Error('The assertion names no mobile line.');
    return { line, proofId: `gateway:${jti}`, goodUntil: (exp + clockToleranceSeconds) * 1_000 };
  }
}
