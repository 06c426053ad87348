import { parse } from 'cookie';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Keyring, KeyPurpose } from '../config/keys';
import { openText, sealText } from '../security/sealing';

export interface HostCookieOptions {
  readonly name: string;
  /** Whether the pages are served by https; plain http is for the loopback alone. */
  readonly isSecure: boolean;
  readonly lifeMs: number;
  /** Whether the browser also sends it when a link of another site leads here. */
  readonly followsLinks?: boolean;
}

/** A cookie of this host only (`__Host-`, RFC 6265bis), hidden from scripts, other sites and other hosts. */
export class HostCookie {
  private readonly name: string;

  constructor(private readonly options: HostCookieOptions) {
    this.name = options.isSecure ? `__Host-${options.name}` : options.name;
  }

  set(response: Response, value: string): void {
    response.cookie(this.name, value, { ...this.attributes, maxAge: this.options.lifeMs });
  }

  clear(response: Response): void {
    response.clearCookie(this.name, this.attributes);
  }

  read(request: Request): string | undefined {
    return parse(request.get('Cookie') ?? '')[this.name];
  }

  private get attributes() {
    const { isSecure, followsLinks } = this.options;
    const sameSite = followsLinks ? 'lax' : 'strict';
    return { httpOnly: true, secure: isSecure, sameSite, path: '/' } as const;
  }
}

/** Cookies of one kind, one for each thing. */
export class HostCookies {
  constructor(private readonly options: HostCookieOptions) {}

  /** @param id of the thing: letters, digits, `-` and `_` */
  of(id: string): HostCookie {
    return new HostCookie({ ...this.options, name: `${this.options.name}-${id}` });
  }

  /** The things that a browser has a cookie for. */
  idsOf(request: Request): string[] {
    const { name, isSecure } = this.options;
    const beginning = `${isSecure ? '__Host-' : ''}${name}-`;
    return Object.keys(parse(request.get('Cookie') ?? '')).flatMap((cookie) =>
      cookie.startsWith(beginning) ? [cookie.slice(beginning.length)] : [],
    );
  }
}

/** Whether a browser sent no cookie at all: it may refuse cookies. */
export function sendsNoCookies(request: Request): boolean {
  return request.get('Cookie') === undefined;
}

/** Whether a browser sent a {@link HostCookie} of that name, valid or not. */
export function hasHostCookie(request: Request, name: string): boolean {
  const cookies = parse(request.get('Cookie') ?? '');
  return cookies[name] !== undefined || cookies[`__Host-${name}`] !== undefined;
}

export interface SealedCookieOptions<Content> extends HostCookieOptions {
  readonly keys: Keyring;
  /** A key of its own, so that the content of one cookie does not open as another's. */
  readonly purpose: KeyPurpose;
  readonly schema: z.ZodType<Content>;
}

/** A cookie whose content is encrypted, also for its own browser. */
export class SealedCookie<Content> {
  private readonly cookie: HostCookie;

  constructor(private readonly options: SealedCookieOptions<Content>) {
    this.cookie = new HostCookie(options);
  }

  set(response: Response, content: Content): void {
    const { keys, purpose } = this.options;
    this.cookie.set(response, sealText(keys, purpose, JSON.stringify(content)));
  }

  /** Its content, and clears it; undefined where there is none, or not one of ours. */
  take(request: Request, response: Response): Content | undefined {
    if (this.cookie.read(request) === undefined) return undefined;
    this.clear(response);
    return this.read(request);
  }

  clear(response: Response): void {
    this.cookie.clear(response);
  }

  /** Its content; undefined where there is none, or not one of ours. */
  read(request: Request): Content | undefined {
    const sealed = this.cookie.read(request);
    if (sealed === undefined) return undefined;
    const { keys, purpose, schema } = this.options;
    try {
      return schema.parse(JSON.parse(openText(keys, purpose, sealed)));
    } catch {
      return undefined;
    }
  }
}
