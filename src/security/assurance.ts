/**
 * By what the owner of a session was recognised, the weakest first. The last two are two factors (NIST SP 800-63B-4, AAL2): the
 * code needs the registered contact, and a passkey asks its owner's device for a PIN or a finger. The network knows the SIM alone.
 */
export const assurances = ['network', 'password', 'passwordAndCode', 'passkey'] as const;

export type Assurance = (typeof assurances)[number];

/** What a person does in an open session to prove oneself anew. */
export type ProofAnew = Extract<Assurance, 'password' | 'passkey'>;

/** What a session has after a further proof: none takes an earlier one away. */
export function strongerOf(one: Assurance, other: Assurance): Assurance {
  return assurances.indexOf(one) > assurances.indexOf(other) ? one : other;
}
