import { randomBytes } from 'node:crypto';
import type { DerivedKey, Keyring } from '../config/keys';
import { equalInConstantTime, hmac } from './digests';

const tokenForm = /^(?<id>[\w-]{22})\.(?<issuedAt>[1-9]\d{12,13})\.(?<mac>[\w-]{43})$/;
const idBytes = 16;

/** Whose device it is: an account, as long as its password is the one that the device knew. */
export interface DeviceOwner {
  readonly accountId: string;
  /** The account's `sessionEpoch`: raised with each password. */
  readonly epoch: number;
}

export function deviceOwnerOf(account: {
  readonly _id: string;
  readonly sessionEpoch?: number | undefined;
}): DeviceOwner {
  return { accountId: account._id, epoch: account.sessionEpoch ?? 0 };
}

/** Whether a text has the form of a token; whose it is, and whether it is genuine, it does not say. */
export function isDeviceToken(text: string | undefined): text is string {
  return text !== undefined && tokenForm.test(text);
}

/** Stands where no account is, so that a token is looked at in any case. */
const nobody: DeviceOwner = { accountId: '', epoch: -1 };

/**
 * Tokens that a device keeps after a sign-in. They open nothing: they tell a device that knew the account's password from a
 * stranger who guesses it, so that the stranger's failures do not make the owner wait.
 */
export class KnownDevices {
  constructor(
    private readonly keys: Keyring,
    private readonly lifeMs: number,
  ) {}

  /** @param now milliseconds since 1970 */
  issue(owner: DeviceOwner, now: number): string {
    const id = randomBytes(idBytes).toString('base64url');
    return `${id}.${now}.${mac(this.keys.current('known device'), owner, id, String(now))}`;
  }

  /** A token for a device that is not known yet; undefined for one that is. */
  issueUnlessKnown(token: string | undefined, owner: DeviceOwner, now: number): string | undefined {
    return this.recognise(token ?? '', owner, now) === undefined ? this.issue(owner, now) : undefined;
  }

  /** The device's id; undefined where the token is none of ours, of another account or password, or too old. */
  recognise(token: string, owner: DeviceOwner | undefined, now: number): string | undefined {
    const { id = '', issuedAt = '', mac: given = '' } = tokenForm.exec(token)?.groups ?? {};
    const isGenuine = this.keys
      .all('known device')
      .map((key) => equalInConstantTime(mac(key, owner ?? nobody, id, issuedAt), given))
      .includes(true);
    return owner && isGenuine && Number(issuedAt) + this.lifeMs > now ? id : undefined;
  }
}

function mac(key: DerivedKey, { accountId, epoch }: DeviceOwner, id: string, issuedAt: string): string {
  return hmac(key, accountId, String(epoch), id, issuedAt);
}
