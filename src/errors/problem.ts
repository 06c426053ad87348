import type { Challenge } from 'altcha-lib';
import type { ProblemCode } from './catalogue';

/** One field that was refused: where it stands (RFC 6901) and why. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: ProblemCode;
}

interface ProblemDetails {
  readonly retryAfterSeconds?: number;
  readonly attemptsLeft?: number;
  readonly supportReference?: string;
  /** E.164; of a caller who has proved to have it. */
  readonly line?: string;
  readonly fields?: readonly FieldProblem[];
  /** Whether a proof of work would have lifted it. */
  readonly workHelps?: boolean;
  /** Internal: its name is logged, and it is never shown. */
  readonly cause?: unknown;
}

/** Every error that the API answers with: a stable code, and what the caller may know. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly retryAfterSeconds: number | undefined;
  readonly attemptsLeft: number | undefined;
  /** Of the flow that it is about, else of its line in the log. */
  supportReference: string | undefined;
  readonly line: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly workHelps: boolean;
  /** What the caller may calculate in place of the wait. */
  proofOfWork: Challenge | undefined;

  constructor(
    readonly code: ProblemCode,
    details: ProblemDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.attemptsLeft = details.attemptsLeft;
    this.supportReference = details.supportReference;
    this.line = details.line;
    this.fields = details.fields ?? [];
    this.workHelps = details.workHelps ?? false;
  }
}
