/** Addresses of the pages that other pages lead to. */
export const startPath = '/';
export const flowPath = '/flow';
export const codeFlowPasswordPath = '/flow/password';
export const accountPath = '/account';
export const signInPath = '/sign-in';
export const signOutPath = '/sign-out';
