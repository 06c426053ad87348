/** Addresses of the pages that other pages lead to. */
/** Where password managers look for the page that changes a password (W3C, A Well-Known URL for Changing Passwords). */
export const changePasswordPath = '/.well-known/change-password';
export const startPath = '/';
export const welcomePath = '/welcome';
export const activationPath = '/activation';
export const passwordPath = '/activation/password';
export const flowPath = '/flow';
export const codeFlowPasswordPath = '/flow/password';
export const userAdminRegistrationPath = '/registration/user-admin';
export const employeeRegistrationPath = '/registration/employee';
export const recoveryPath = '/recovery';
export const signInPath = '/sign-in';
export const signInWithCodePath = '/sign-in/code';
export const signInByPasskeyPath = '/sign-in/passkey';
export const signOutPath = '/sign-out';
export const stepUpPath = '/step-up';
export const stepUpByPasskeyPath = '/step-up/passkey';
export const accountPath = '/account';
export const passkeysPath = '/account/passkeys';
export const sessionsPath = '/account/sessions';
export const faqPath = '/faq';
export const portalsPath = '/portals';
export const privacyPath = '/privacy';
export const cookiesPath = '/cookies';
export const closeCookieNoticePath = '/cookies/close';
export const companyPath = '/company';
export const managersPath = '/telco-managers';
export const inviteManagerPath = '/telco-managers/invite';

/** Pages that search engines may list; every other page says `noindex`. */
export const findablePaths: readonly string[] = [
  startPath,
  userAdminRegistrationPath,
  employeeRegistrationPath,
  recoveryPath,
  signInPath,
  faqPath,
  portalsPath,
  privacyPath,
  cookiesPath,
];
