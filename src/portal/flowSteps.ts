import { z } from 'zod';
import { confirmSignInOperation } from '../routes/newDeviceConfirmation';
import {
  resendCodeOperation,
  resendLinkOperation,
  submitCodeOperation,
  submitPukOperation,
} from '../routes/flows';
import type { DoneWord, Visit } from './forms/form';
import { accountPath, flowPath } from './paths';
import type { PortalParts } from './portalParts';

interface Step {
  readonly field: string | undefined;
  /** What the page says once it is done, where it would look as before. */
  readonly told: { readonly done?: DoneWord };
}

/** The forms of a flow's page, each with the id of its field. */
export const steps = {
  code: { field: 'code', told: {} },
  puk: { field: 'puk', told: {} },
  resend: { field: undefined, told: { done: 'sentAgain' } },
  resendLink: { field: undefined, told: { done: 'sentAgain' } },
} as const satisfies Readonly<Record<string, Step>>;
export type StepName = keyof typeof steps;

const key = z.uuid();
const typed = z.string().max(320);
export const stepFormSchema = z.union([
  z.strictObject({ step: z.literal('code'), typed, key }),
  z.strictObject({ step: z.literal('puk'), typed, iccid: typed.optional(), key }),
  z.strictObject({ step: z.enum(['resend', 'resendLink']), key }),
]);

type StepForm = z.output<typeof stepFormSchema>;

/** How a step's operation is called for one flow. */
interface KeptFlow {
  readonly flowToken: string;
  readonly params: { readonly flowId: string };
}

/**
 * Takes the step that a form asks for.
 *
 * @returns where it leads: to the same page, or to the account where it opened a session
 * @throws Problem as the operation does
 */
export async function takeStep(
  { calls, flowTokens }: Pick<PortalParts, 'calls' | 'flowTokens'>,
  { request, response }: Visit,
  flow: KeptFlow,
  form: StepForm,
): Promise<string> {
  const parts = { ...flow, key: form.key };
  const isSignIn = flowTokens.namedBy(flow.flowToken)?.flow === 'newDeviceConfirmation';
  if (form.step === 'code' && isSignIn) {
    const body = { code: form.typed, transport: 'cookie' };
    await calls.call(request, response, confirmSignInOperation, { ...parts, body });
    return accountPath;
  }
  switch (form.step) {
    case 'code':
      await calls.call(request, response, submitCodeOperation, { ...parts, body: { code: form.typed } });
      break;
    case 'puk':
      await calls.call(request, response, submitPukOperation, { ...parts, body: simOf(form) });
      break;
    case 'resend':
      await calls.call(request, response, resendCodeOperation, { ...parts, body: {} });
      break;
    case 'resendLink':
      await calls.call(request, response, resendLinkOperation, { ...parts, body: {} });
  }
  return flowPath;
}

/** A field that may be left empty is not sent on. */
function simOf({ typed: puk, iccid = '' }: Extract<StepForm, { step: 'puk' }>) {
  return { puk, iccid: iccid.trim() === '' ? undefined : iccid };
}
