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
  /** Whether it also comes along when a page of another site leads here. */
  readonly followsLinks?: boolean;
}

/** A cookie of this host alone (`__Host-`, RFC 6265bis): out of reach of scripts, of other sites and of other hosts. */
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

/** Cookies of one kind, each for one thing. */
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

/** Whether a browser sent no cookie at all: it may keep none. */
export function sendsNoCookies(request: Request): boolean {
  return request.get('Cookie') === undefined;
}

/** Whether a browser has a {@link HostCookie} of that name, whatever it holds. */
export function hasHostCookie(request: Request, name: string): boolean {
  const cookies = parse(request.get('Cookie') ?? '');
  return cookies[name] !== undefined || cookies[`__Host-${name}`] !== undefined;
}

export interface SealedCookieOptions<Content> extends HostCookieOptions {
  readonly keys: Keyring;
  /** A key of its own: what another cookie holds opens as nothing here. */
  readonly purpose: KeyPurpose;
  readonly schema: z.ZodType<Content>;
}

/** A cookie that its browser keeps and cannot read. */
export class SealedCookie<Content> {
  private readonly cookie: HostCookie;

  constructor(private readonly options: SealedCookieOptions<Content>) {
    this.cookie = new HostCookie(options);
  }

  set(response: Response, content: Content): void {
    const { keys, purpose } = this.options;
    this.cookie.set(response, sealText(keys, purpose, JSON.stringify(content)));
  }

  /** What it holds, and takes it away; undefined where there is none, or none of ours. */
  take(request: Request, response: Response): Content | undefined {
    if (this.cookie.read(request) === undefined) return undefined;
    this.clear(response);
    return this.read(request);
  }

  clear(response: Response): void {
    this.cookie.clear(response);
  }

  /** What it holds; undefined where there is none, or none of ours. */
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
