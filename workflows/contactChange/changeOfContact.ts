import type { ContactChangeEffects, ContactChangeInput, ContactVerdict } from '../contracts/contactChange';
import type { Notice } from '../contracts/notices';
import type { CodeEnding } from '../steps/codeChallenge';
import { CodeFlowRun } from '../steps/codeFlow';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/localThenRegular';
import { refusalFailure } from '../steps/refusalFailure';

const effects = effectsOf<ContactChangeEffects>();

type AdmittedContact = Extract<ContactVerdict, { outcome: 'admitted' }>;

/** The steps of a contact's change. */
export class ChangeOfContact {
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
    for (;;) {
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
