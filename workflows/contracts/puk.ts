import { defineUpdate } from '@temporalio/workflow';
import type { FlowView, Refusal } from './flow';

/** A PUK as it left the edge, under each of the edge's keys (see `src/security/puk.ts`). */
export interface TypedPuk {
  readonly digests: readonly { readonly edgeKeyId: string; readonly digest: string }[];
}

export type PukVerdict =
  | { readonly outcome: 'right' }
  | { readonly outcome: 'wrong'; readonly attemptsLeft: number }
  /** It was not compared. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** A data-only SIM is proved by its PUK before a code goes out (rule 30 of the FAQ). */
export const submitPuk = defineUpdate<FlowView, [TypedPuk]>('submitPuk');
