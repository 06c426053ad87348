import type { FlowView } from './contracts/flow';
import type {
  NewDeviceConfirmationEffects,
  NewDeviceConfirmationInput,
} from './contracts/newDeviceConfirmation';
import { atOnceOrLater, effectsOf } from './steps/activityCalls';
import { CodeFlowRun, type CodeEnding } from './steps/codeFlow';
import { refusalFailure, runFlow } from './steps/runFlow';

const effects = effectsOf<NewDeviceConfirmationEffects>();

/**
 * A code beside the password signs in from a device that the account does not know, or while the account waits for what others
 * did. It looks the same where the password was wrong, and for a name that is unknown.
 */
export async function newDeviceConfirmation(input: NewDeviceConfirmationInput): Promise<FlowView> {
  const confirmation = new Confirmation(input);
  const { run } = confirmation;
  const { submitting: confirmSignIn, resending: resendCode } = run.code;
  return runFlow('newDeviceConfirmation', run, { confirmSignIn, resendCode }, async () => {
    const ending = await confirmation.proveContact();
    if (ending !== 'proven') run.endUnproven(ending);
  });
}

/** The steps of a sign-in with a code. */
class Confirmation {
  readonly run: CodeFlowRun;

  constructor(private readonly input: NewDeviceConfirmationInput) {
    const { addressKey, usernameKey: subjectKey } = input;
    const kind = { flow: 'newDeviceConfirmation', purpose: 'newDevice', subjectKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
  }

  async proveContact(): Promise<CodeEnding> {
    const { flowId, account, username, apparentChannel } = this.input;
    const { code, state } = this.run;
    const request = { flowId, account, username, apparentChannel, now: Date.now() };
    const route = await atOnceOrLater(effects, (at) => at.findContact(request), state.waitNoLonger);
    code.begin(route, () => this.confirm(route.recipient?.address));
    return code.untilItEnds();
  }

  private async confirm(address: string | undefined): Promise<void> {
    const { flowId, account, addressKey } = this.input;
    const { workflowId, state } = this.run;
    const isConfirmed =
      address !== undefined &&
      (await atOnceOrLater(effects, (at) =>
        at.noteConfirmedSignIn({ flowId, account, addressKey, workflowId, address, now: Date.now() }),
      ));
    if (!isConfirmed) throw refusalFailure({ code: 'STEP_OUT_OF_ORDER' });
    state.enter({ status: 'COMPLETED' });
  }
}
