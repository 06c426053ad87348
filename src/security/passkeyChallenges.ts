import { randomBytes } from 'node:crypto';
import type { DerivedKey, Keyring } from '../config/keys';
import { equalInConstantTime, hmac } from './digests';

const challengeForm = /^(?<id>[\w-]{22})\.(?<goodUntil>[1-9]\d{12,13})\.(?<mac>[\w-]{43})$/;
const idBytes = 16;

/** What a challenge is asked for; an answer to another one does not count. */
export interface ChallengePurpose {
  readonly purpose: 'add' | 'signIn' | 'stepUp';
  /** Id of the session that asks; empty at a sign-in. */
  readonly sessionId: string;
}

/** A challenge of ours that is still good. */
export interface OpenChallenge {
  /** Names it: by this it counts once. */
  readonly proofId: string;
  /** Milliseconds since 1970. */
  readonly goodUntil: number;
}

/** Challenges that passkeys sign. Nothing is stored when one is handed out: its MAC says what it is for, and until when. */
export class PasskeyChallenges {
  constructor(
    private readonly keys: Keyring,
    private readonly lifeMs: number,
  ) {}

  /** @param now milliseconds since 1970 */
  issue(bound: ChallengePurpose, now: number): string {
    const id = randomBytes(idBytes).toString('base64url');
    const goodUntil = String(now + this.lifeMs);
    return `${id}.${goodUntil}.${mac(this.keys.current('passkey challenge'), bound, id, goodUntil)}`;
  }

  /** Undefined for one that is none of ours, is for something else, or is too old. */
  open(challenge: string, bound: ChallengePurpose, now: number): OpenChallenge | undefined {
    const { id = '', goodUntil = '', mac: given = '' } = challengeForm.exec(challenge)?.groups ?? {};
    const isGenuine = this.keys
      .all('passkey challenge')
      .map((key) => equalInConstantTime(mac(key, bound, id, goodUntil), given))
      .includes(true);
    return isGenuine && Number(goodUntil) > now
      ? { proofId: `passkey challenge/${id}`, goodUntil: Number(goodUntil) }
      : undefined;
  }
}

function mac(
  key: DerivedKey,
  { purpose, sessionId }: ChallengePurpose,
  id: string,
  goodUntil: string,
): string {
  return hmac(key, purpose, sessionId, id, goodUntil);
}
