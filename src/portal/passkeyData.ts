import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Form } from './forms/form';
import { linkTo } from './language';
import { wantedPage } from './signedInPages';

/** A passkey in place of what a form asks for. */
export interface PasskeyOffer extends NonNullable<Form['passkey']> {
  /** Pages of another one do not offer it. */
  readonly domain: string;
  readonly action: string;
  readonly key: string;
}

/** Undefined where the form takes none. */
export function passkeyOfferOf(
  request: Request,
  { passkey }: Form,
  domain: string,
): PasskeyOffer | undefined {
  if (!passkey || domain === '') return undefined;
  return {
    ...passkey,
    domain,
    action: linkTo(request, passkey.path, wantedPage(request)),
    key: randomUUID(),
  };
}

export interface PasskeysData {
  readonly passkeys: readonly {
    readonly id: string;
    readonly label: string;
    readonly isSuspended: boolean;
    readonly created: string;
    readonly lastUsed: string;
  }[];
  readonly action: string;
  readonly keepAction: string;
  readonly removeAction: string;
  /** Where the browser learns what to ask the device for; empty where it makes none. */
  readonly creates: string;
  readonly domain: string;
  /** Name of the next one. */
  readonly suggested: string;
  readonly back: string;
  readonly key: string;
}
