import type { RefusalCode, Locale } from '../../workflows/contracts/flow';

/** Refusals of one field's value; the catalogue has a text for each. */
export const fieldCodes = [
  'VAT_NUMBER_INVALID',
  'TAX_CODE_INVALID',
  'MOBILE_INVALID',
  'EMAIL_INVALID',
  'NAME_INVALID',
  'BIRTH_DATE_INVALID',
  'USERNAME_INVALID',
  'ACCOUNT_NAME_INVALID',
  'LINE_INVALID',
  'CODE_INVALID',
  'PUK_INVALID',
] as const;
export type FieldCode = (typeof fieldCodes)[number];

/** Why a password is refused. */
export const passwordObjections = [
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_LONG',
  'PASSWORD_COMMON',
  'PASSWORD_REPETITIVE',
  'PASSWORD_SEQUENTIAL',
  'PASSWORD_TELLS_ACCOUNT',
  'PASSWORD_BREACHED',
] as const;
export type PasswordObjection = (typeof passwordObjections)[number];

export type RequestCode =
  | 'REQUEST_MALFORMED'
  | 'REQUEST_INVALID'
  | 'FIELD_UNKNOWN'
  | 'FIELD_INVALID'
  | 'REQUEST_TOO_LARGE'
  | 'MEDIA_TYPE_UNSUPPORTED'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'IDEMPOTENCY_KEY_REQUIRED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'FLOW_TOKEN_REQUIRED'
  | 'FLOW_TOKEN_INVALID'
  | 'FLOW_TOKEN_INSUFFICIENT'
  | 'LINK_UNKNOWN'
  | 'OFFER_UNKNOWN'
  | 'FIRST_LINE_STAYS'
  | 'ORIGIN_REFUSED'
  | 'TOO_MANY_STARTS'
  | 'OVERLOADED'
  | 'TEMPORARILY_UNAVAILABLE'
  | 'INTERNAL_ERROR';

/** Refusals of a sign-in, and of a request that has to be signed in. */
export type SessionCode =
  | 'CREDENTIALS_WRONG'
  | 'PASSWORD_WRONG'
  | 'SIGN_IN_WAIT'
  | 'LINE_NOT_RECOGNISED'
  | 'LINE_NOT_REGISTERED'
  | 'AUTOLOGIN_OFF'
  | 'SESSION_REQUIRED'
  | 'SESSION_INVALID'
  | 'NOT_PERMITTED'
  | 'STEP_UP_REQUIRED'
  | 'MOBILE_IS_LINE';

/** Every stable code that an error of the API may carry. */
export type ProblemCode = RefusalCode | FieldCode | PasswordObjection | RequestCode | SessionCode;

/** HTTP status and words for people: a title, and what to do. */
export interface CatalogueEntry extends Readonly<
  Record<Locale, { readonly title: string; readonly detail: string }>
> {
  readonly status: number;
}
