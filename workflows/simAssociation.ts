import type { CodeRoute } from './contracts/codes';
import type { FlowView } from './contracts/flow';
import type { AdmittedLine, LineFinding } from './contracts/lines';
import type { Notice } from './contracts/notices';
import type { SimAssociationEffects, SimAssociationInput } from './contracts/simAssociation';
import { type CodeEnding, CodeFlowRun } from './steps/codeFlow';
import { LineProof } from './steps/lineProof';
import { atOnceOrLater, effectsOf, sendNotices } from './steps/activityCalls';
import { pauseBeforeTry, refusalFailure, runFlow } from './steps/runFlow';

const effects = effectsOf<SimAssociationEffects>();

/**
 * A signed-in employee adds a second line to the account, proved as the first one was: by a code in an SMS, or, for a data-only
 * SIM, by its PUK and a code to the account's mailbox (rule 39 of the FAQ).
 */
export async function simAssociation(input: SimAssociationInput): Promise<FlowView> {
  const association = new Association(input);
  const { run, proof } = association;
  const { submitting: submitCode, resending: resendCode } = run.code;
  return runFlow('simAssociation', run, { submitPuk: proof.puk, submitCode, resendCode }, async () => {
    const line = await association.checkLine();
    if (!line) return;
    const ending = await association.proveLine(line);
    if (ending === 'proven') await association.tellOwners();
    else run.endUnproven(ending);
  });
}

/** The steps of a second line's association. */
class Association {
  readonly run: CodeFlowRun<LineFinding>;
  readonly proof: LineProof;
  private notices: readonly Notice[] = [];

  constructor(private readonly input: SimAssociationInput) {
    const { addressKey, claim } = input;
    const purpose = 'simAssociation';
    const kind = { flow: 'simAssociation', purpose, subjectKey: claim.lineKey, addressKey } as const;
    this.run = new CodeFlowRun(input, kind, effects);
    this.proof = new LineProof(this.run, claim, effects);
  }

  /** @returns undefined when the start was refused */
  checkLine(): Promise<AdmittedLine | undefined> {
    const request = this.request();
    return this.run.admitted((whenLater) =>
      atOnceOrLater(effects, (at) => at.checkSecondLine(request), whenLater),
    );
  }

  proveLine(line: AdmittedLine): Promise<CodeEnding> {
    return this.proof.untilItEnds(line, () => this.associate(line.route));
  }

  /** Tells both lines and the mailbox: "not you?"; and the person who had the line before. */
  tellOwners(): Promise<void> {
    return sendNotices(this.run.about, this.notices);
  }

  private async associate(route: CodeRoute): Promise<void> {
    const { supportReference, claim } = this.input;
    const mailbox = claim.simKind === 'data-only' ? route.recipient?.address : undefined;
    const proof = { ...this.request(), supportReference, ...(mailbox !== undefined && { mailbox }) };
    for (let failedTries = 0; ; failedTries += 1) {
      await pauseBeforeTry(failedTries);
      const { holders, notices } = await atOnceOrLater(effects, (at) => at.holdersOfLine(proof));
      const made = await atOnceOrLater(effects, (at) => at.associateLine({ ...proof, holders }));
      if (made.outcome === 'refused') {
        this.run.state.reject(made.refusal);
        throw refusalFailure(made.refusal);
      }
      if (made.outcome === 'otherHolders') continue;
      this.notices = [...notices, ...made.notices];
      this.run.state.enter({ status: 'COMPLETED' });
      return;
    }
  }

  private request() {
    const { flowId, owner, claim, addressKey } = this.input;
    return { flowId, owner, claim, addressKey, now: Date.now() };
  }
}
