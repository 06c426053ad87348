import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Keyring, KeyPurpose } from '../config/keys';
import { openText, sealText } from '../security/sealing';
import { HostCookie, type HostCookieOptions } from './hostCookie';

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
