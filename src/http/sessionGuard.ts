import type { Request, Response } from 'express';
import type { Account } from '../database/accounts';
import type { Session } from '../database/sessions';
import { Problem } from '../errors/problem';
import { bearerToken, refuseOtherOrigin } from './caller';
import { HostCookie } from './cookies';
import { isPermitted, refuseWithoutRecentProof, type AccountFunction } from './permissions';

type ShownField =
  | '_id'
  | 'kind'
  | 'username'
  | 'vatNumber'
  | 'email'
  | 'emailVerified'
  | 'mobile'
  | 'passkeyEpoch'
  | 'passkeysSuspendedAt';
type Shown<OneAccount> = OneAccount extends unknown ? Pick<OneAccount, ShownField & keyof OneAccount> : never;

/** The part of the signed-in account that requests see; an employee has no mobile beside the line. */
export type SignedInAccount = Shown<Account>;

/** A live session and its account. */
export interface SignedIn {
  readonly session: Session;
  readonly account: SignedInAccount;
}

/** Values for the portal's cookies; null takes a cookie away. */
export interface CookieChange {
  readonly session?: string | null;
  readonly device?: string;
}

export interface SessionGuardDependencies {
  /** Undefined for an unknown or ended session. */
  readonly authenticate: (token: string) => Promise<SignedIn | undefined>;
  /** Records that an account asked for a function that its profile does not have. */
  readonly noteRefusal: (signedIn: SignedIn, name: AccountFunction, request: Request) => Promise<void>;
  readonly publicBaseUrl: string;
  readonly sessionLifeMs: number;
  readonly knownDeviceLifeMs: number;
  readonly recentPasswordMs: number;
  readonly now: () => Date;
}

/**
 * Takes session tokens in and hands them out: as `Authorization: Bearer` for the App, in a cookie for the portal. A browser
 * adds cookies by itself, so requests with a cookie, or that may set one, are accepted from our own pages only.
 */
export class SessionGuard {
  private readonly origin: string;
  private readonly session: HostCookie;
  private readonly device: HostCookie;

  constructor(private readonly dependencies: SessionGuardDependencies) {
    const { publicBaseUrl, sessionLifeMs, knownDeviceLifeMs } = dependencies;
    const { origin, protocol } = new URL(publicBaseUrl);
    const isSecure = protocol === 'https:';
    this.origin = origin;
    this.session = new HostCookie({ name: 'session', isSecure, lifeMs: sessionLifeMs });
    this.device = new HostCookie({ name: 'device', isSecure, lifeMs: knownDeviceLifeMs });
  }

  /**
   * To a function of the service.
   *
   * @throws Problem `SESSION_REQUIRED`, `SESSION_INVALID`, `ORIGIN_REFUSED`, `NOT_PERMITTED`, `STEP_UP_REQUIRED`
   */
  async admit(request: Request, name: AccountFunction): Promise<SignedIn> {
    const signedIn = await this.admitToStep(request, name);
    const { now, recentPasswordMs } = this.dependencies;
    refuseWithoutRecentProof(name, signedIn.session, now(), recentPasswordMs);
    return signedIn;
  }

  /**
   * To a further step of what a function began.
   *
   * @throws Problem `SESSION_REQUIRED`, `SESSION_INVALID`, `ORIGIN_REFUSED`, `NOT_PERMITTED`
   */
  async admitToStep(request: Request, name: AccountFunction): Promise<SignedIn> {
    const signedIn = await this.authenticated(request);
    if (isPermitted(name, signedIn.account.kind)) return signedIn;
    await this.dependencies.noteRefusal(signedIn, name, request);
    throw new Problem('NOT_PERMITTED');
  }

  /** For a request that may set cookies. @throws Problem `ORIGIN_REFUSED` */
  refuseOtherOrigin(request: Request): void {
    refuseOtherOrigin(request, this.origin);
  }

  /** The header wins over the cookie: a client set it on purpose. */
  tokenOf(request: Request): string | undefined {
    return bearerToken(request) ?? this.session.read(request);
  }

  deviceTokenOf(request: Request): string | undefined {
    return request.get('Device-Token') ?? this.device.read(request);
  }

  setCookies(response: Response, { session, device }: CookieChange): void {
    if (session === null) this.session.clear(response);
    else if (session !== undefined) this.session.set(response, session);
    if (device !== undefined) this.device.set(response, device);
  }

  private async authenticated(request: Request): Promise<SignedIn> {
    const token = this.tokenOf(request);
    if (token === undefined) throw new Problem('SESSION_REQUIRED');
    if (bearerToken(request) === undefined) refuseOtherOrigin(request, this.origin);
    const signedIn = await this.dependencies.authenticate(token);
    if (!signedIn) throw new Problem('SESSION_INVALID');
    return signedIn;
  }
}
