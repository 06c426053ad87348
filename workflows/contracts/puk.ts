import type { CodeFlow } from './codes';
import type { Refusal, TypedPuk } from './flow';

export type PukVerdict =
  | { readonly outcome: 'right' }
  | { readonly outcome: 'wrong'; readonly attemptsLeft: number }
  /** It was not compared. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Effects on the database: short and idempotent. `now` is workflow time, milliseconds since 1970. */
export interface PukEffects {
  /** Counts the try, then compares: three wrong a line a day, over all flows, and as many with the SIM's ICCID. `tryId` names the try. */
  verifyPuk(attempt: {
    /** Its subject is the line. */
    readonly flow: CodeFlow;
    /** MSISDN, sealed. */
    readonly line: string;
    readonly provable: boolean;
    readonly typed: TypedPuk;
    readonly tryId: string;
    readonly now: number;
  }): Promise<PukVerdict>;
}
