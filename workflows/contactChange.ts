import type { ContactChangeEffects, ContactChangeInput, ContactVerdict } from './contracts/contactChange';
import type { FlowView } from './contracts/flow';
import type { Notice } from './contracts/notices';
import { type CodeEnding, CodeFlowRun } from './steps/codeFlow';
import { atOnceOrLater, effectsOf, sendNotices } from './steps/activityCalls';
import { pauseBeforeTry, refusalFailure, runFlow } from './steps/runFlow';

const effects = effectsOf<ContactChangeEffects>();

type AdmittedContact = Extract<ContactVerdict, { outcome: 'admitted' }>;

/** A signed-in person gives the account another e-mail address or mobile: a code to the new one, a notice to the old one. */
export async function contactChange(input: ContactChangeInput): Promise<FlowView> {
  const change = new ChangeOfContact(input);
  const { run } = change;
  const { submitting: submitCode, resending: resendCode } = run.code;
  return runFlow('contactChange', run, { submitCode, resendCode }, async () => {
    const contact = await change.checkContact();
    if (!contact) return;
    const ending = await change.proveContact(contact);
    if (ending === 'proven') await change.tellOwner();
    else run.endUnproven(ending);
  });
}

/** The steps of a contact's change. */
class ChangeOfContact {
  readonly run: CodeFlowRun;
  private notices: readonly Notice[] = [];

  constructor(private readonly input: ContactChangeInput) {
    const { addressKey, contact } = input;
    const purpose = 'contactChange';
    const kind = { flow: 'contactChange', purpose, subjectKey: contact.key, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
  }

  /** @returns undefined when the start was refused */
  checkContact(): Promise<AdmittedContact | undefined> {
    const request = this.request();
    return this.run.admitted((whenLater) =>
      atOnceOrLater(effects, (at) => at.checkContact(request), whenLater),
    );
  }

  proveContact({ route }: AdmittedContact): Promise<CodeEnding> {
    const { code } = this.run;
    code.begin(route, () => this.change());
    return code.untilItEnds();
  }

  /** Tells the old address or number, and the other channel: "not you?". */
  tellOwner(): Promise<void> {
    return sendNotices(this.run.about, this.notices);
  }

  private async change(): Promise<void> {
    const proof = { ...this.request(), supportReference: this.input.supportReference };
    for (let failedTries = 0; ; failedTries += 1) {
      await pauseBeforeTry(failedTries);
      const { notices, ...former } = await atOnceOrLater(effects, (at) => at.formerContact(proof));
      const change = await atOnceOrLater(effects, (at) => at.changeContact({ ...proof, ...former }));
      if (change.outcome === 'refused') {
        this.run.state.reject(change.refusal);
        throw refusalFailure(change.refusal);
      }
      if (change.outcome === 'otherFormer') continue;
      this.notices = notices;
      this.run.state.enter({ status: 'COMPLETED' });
      return;
    }
  }

  private request() {
    const { flowId, owner, contact, addressKey } = this.input;
    return { flowId, owner, contact, addressKey, now: Date.now() };
  }
}
