import { randomBytes } from 'node:crypto';
import type { DerivedKey, Keyring } from '../config/keys';
import { equalInConstantTime, hmac } from './digests';

const tokenForm = /^(?<id>[\w-]{22})\.(?<issuedAt>[1-9]\d{12,13})\.(?<mac>[\w-]{43})$/;
const idBytes = 16;

/**
 * Tokens that a device keeps after a sign-in, bound to the account's name. They open nothing: they tell a device that knew
 * the password once from a stranger who guesses it, so that the stranger's failures do not make the owner wait.
 */
export class KnownDevices {
  constructor(
    private readonly keys: Keyring,
    private readonly lifeMs: number,
  ) {}

  /** @param accountName as normalised; `now`: milliseconds since 1970 */
  issue(accountName: string, now: number): string {
    const id = randomBytes(idBytes).toString('base64url');
    return `${id}.${now}.${mac(this.keys.current('known device'), accountName, id, String(now))}`;
  }

  /** The device's id; undefined where the token is none of ours, of another account, or too old. */
  recognise(token: string, accountName: string, now: number): string | undefined {
    const groups = tokenForm.exec(token)?.groups;
    const { id = '', issuedAt = '', mac: given = '' } = groups ?? {};
    const isGenuine = this.keys
      .all('known device')
      .map((key) => equalInConstantTime(mac(key, accountName, id, issuedAt), given))
      .includes(true);
    return isGenuine && Number(issuedAt) + this.lifeMs > now ? id : undefined;
  }
}

function mac(key: DerivedKey, accountName: string, id: string, issuedAt: string): string {
  return hmac(key, accountName, id, issuedAt);
}
