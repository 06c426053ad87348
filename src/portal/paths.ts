/** Addresses of the pages that other pages lead to. */
export const startPath = '/';
export const welcomePath = '/welcome';
export const flowPath = '/flow';
export const codeFlowPasswordPath = '/flow/password';
export const signInPath = '/sign-in';
export const signOutPath = '/sign-out';
export const stepUpPath = '/step-up';
export const accountPath = '/account';
export const sessionsPath = '/account/sessions';
export const faqPath = '/faq';
export const portalsPath = '/portals';
export const privacyPath = '/privacy';
export const cookiesPath = '/cookies';
export const companyPath = '/company';
export const managersPath = '/telco-managers';
export const inviteManagerPath = '/telco-managers/invite';
