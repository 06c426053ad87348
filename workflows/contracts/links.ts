/** Durations in milliseconds of a flow with a link in a mail, fixed for a run when it starts. */
export interface LinkFigures {
  readonly linkLifeMs: number;
  readonly passwordWindowMs: number;
  /** Least waits before the first, second and third resend; the last one holds for those after it. */
  readonly resendCooldownsMs: readonly number[];
  readonly resendsPerFlow: number;
}
