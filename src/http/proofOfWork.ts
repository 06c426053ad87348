import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { DerivedKey, Keyring } from '../config/keys';
import type { ProofUses } from '../database/proofUses';
import { keyedDigests } from '../security/digests';

/** What a proof is good for: one operation, on one subject, from one network. */
export interface WorkAbout {
  readonly operationId: string;
  readonly subject: string;
  readonly addressKey: string;
}

const algorithm = 'PBKDF2/SHA-256';
/** Rounds of one step; one step is what a check costs the service. */
const roundsPerStep = 1_000;
/** Steps until the answer is found: 2 s at most on a phone that does 0.4 million rounds a second, a sixth of a desktop. */
const steps = { least: 400, most: 800 };
/** A form is filled in again meanwhile. */
const lifeMs = 10 * 60_000;
const longestProof = 4_000;

const challengeSchema = z
  .object({
    parameters: z
      .object({
        algorithm: z.literal(algorithm),
        cost: z.literal(roundsPerStep),
        data: z.object({ about: z.string() }).meta({ id: 'ProofOfWorkData' }),
        expiresAt: z.int().meta({ description: 'Seconds since 1970.' }),
        keyLength: z.int(),
        keyPrefix: z.string(),
        nonce: z.string(),
        salt: z.string(),
      })
      .meta({ id: 'ProofOfWorkParameters' }),
    signature: z.string(),
  })
  .meta({ id: 'ProofOfWorkChallenge' });

/** A calculation that a device may do in place of a wait (ALTCHA, version 2). */
export const proofOfWorkSchema = challengeSchema.meta({
  description:
    'Where work may take the place of the wait: find the first counter from 0 whose PBKDF2 key begins with `keyPrefix` (ALTCHA 2, `altcha-lib`), ' +
    'and repeat the request with `Proof-Of-Work: <base64url of {"challenge": …, "solution": {"counter", "derivedKey"}}>`.',
});

const proofSchema = z.object({
  challenge: challengeSchema,
  solution: z.object({ counter: z.int(), derivedKey: z.string() }),
});

/**
 * Proofs of work: who would wait because of what came from the same network may have the own device calculate for a moment
 * instead. A proof is bound to operation, subject and network, and counts once. No other party takes part.
 */
export class ProofsOfWork {
  constructor(
    private readonly keys: Keyring,
    private readonly uses: ProofUses,
    private readonly now: () => Date,
  ) {}

  async challenge(about: WorkAbout): Promise<Challenge> {
    const challenge = await createChallenge({
      algorithm,
      cost: roundsPerStep,
      counter: randomInt(steps.least, steps.most),
      deriveKey,
      data: { about: this.digestsOf(about)[0] ?? '' },
      expiresAt: new Date(this.now().getTime() + lifeMs),
      hmacSignatureSecret: secretOf(this.keys.current('proof of work')),
    });
    return challengeSchema.parse(challenge);
  }

  /**
   * Whether `proof` is good for `about`. A text that is no proof is not; the same request may bring its proof again.
   *
   * @param proof base64url of the JSON of challenge and solution
   */
  async isProved(proof: string, about: WorkAbout, requestId: string): Promise<boolean> {
    const read = proofIn(proof);
    if (!read) return false;
    const { nonce, expiresAt, data } = read.challenge.parameters;
    const goodUntil = expiresAt * 1_000;
    if (goodUntil <= this.now().getTime() || !this.digestsOf(about).includes(data.about)) return false;
    for (const key of this.keys.all('proof of work')) {
      const { verified } = await verifySolution({ ...read, deriveKey, hmacSignatureSecret: secretOf(key) });
      if (verified) return this.uses.take({ proofId: `work ${nonce}`, goodUntil }, requestId);
    }
    return false;
  }

  private digestsOf({ operationId, subject, addressKey }: WorkAbout): string[] {
    return keyedDigests(this.keys, 'proof of work', operationId, subject, addressKey);
  }
}

function proofIn(text: string): z.output<typeof proofSchema> | undefined {
  if (text.length > longestProof) return undefined;
  try {
    return proofSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function secretOf({ secret }: DerivedKey): string {
  return secret.toString('base64url');
}
