export interface SendRequest {
  /** `client_id` of the access token. */
  readonly clientId: string;
  /** E.164, with its plus; it may be anybody's. */
  readonly phoneNumber: string;
  /** The client's words, at most 160 characters, with `{{code}}` in them at least once; they bind no code to this service. */
  readonly message: string;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
}

export interface ValidateRequest {
  readonly clientId: string;
  /** Whatever the client sent, at most 36 characters; it may be empty. */
  readonly authenticationId: string;
  /** Whatever the client sent, at most 10 characters; it may be empty. */
  readonly code: string;
}

/** What stands behind the CAMARA One-Time Password SMS API. */
export interface OneTimePasswords {
  /**
   * @returns the id of the attempt, at most 36 characters
   * @throws CamaraProblem one of those that CAMARA names for send-code: `NOT_FOUND` for a number that is not the operator's
   */
  send(request: SendRequest): Promise<{ readonly authenticationId: string }>;

  /**
   * Resolves when the code is right, once.
   *
   * @throws CamaraProblem `NOT_FOUND` for an attempt that this client did not begin, or one of those that CAMARA names for validate-code
   */
  validate(request: ValidateRequest): Promise<void>;
}
