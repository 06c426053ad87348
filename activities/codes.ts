import type { CodeEffects, CodeMessages } from '../workflows/contracts/codes';
import { sendCode, type SendingDependencies } from './codes/codeSending';
import { verifyCode, type VerificationDependencies } from './codes/codeVerification';
import { takeMessage } from './codes/messageBudgets';

/** The activities that all flows with a code share, each one idempotent effect. */
export function createCodeActivities(
  dependencies: VerificationDependencies & SendingDependencies,
): CodeEffects & CodeMessages {
  return {
    takeMessage: (message) => takeMessage(dependencies, message),
    verifyCode: (attempt) => verifyCode(dependencies, attempt),
    sendCode: (message) => sendCode(dependencies, message),
  };
}
