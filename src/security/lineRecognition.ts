/** A line that the network told, and what told it. */
export interface RecognisedLine {
  /** MSISDN, E.164. */
  readonly line: string;
  /** Names what proves it; good for one sign-in. */
  readonly proofId: string;
  /** Milliseconds since 1970; from then on the proof is refused for its age alone. */
  readonly goodUntil: number;
}

/** Tells which line a device is on, by what the network says of it and by nothing else. */
export interface LineRecogniser<Evidence> {
  /**
   * @throws LineNotRecognised when the evidence proves no line
   * @throws NetworkUnreachable when that cannot be found out at the moment
   */
  recognise(evidence: Evidence): Promise<RecognisedLine>;
}

/** The network did not tell the line, or what is shown is not the network's word; why is in `cause` alone. */
export class LineNotRecognised extends Error {
  override readonly name = 'LineNotRecognised';
}

/** The operator does not answer at the moment: a wait, never a refusal. */
export class NetworkUnreachable extends Error {
  override readonly name = 'NetworkUnreachable';
}
