/** Path of CAMARA Number Verification, behind the issuer. */
export const numberVerificationPath = '/number-verification/v2';
