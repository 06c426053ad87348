import type { CodeRoute } from '../contracts/codes';
import type { AdmittedLine, LineFinding } from '../contracts/lines';
import type { Notice } from '../contracts/notices';
import type { SimAssociationEffects, SimAssociationInput } from '../contracts/simAssociation';
import type { CodeEnding } from '../steps/codeChallenge';
import { CodeFlowRun } from '../steps/codeFlow';
import { LineProof } from '../steps/lineProof';
import { sendNotices } from '../steps/notices';
import { atOnceOrLater, effectsOf } from '../steps/localThenRegular';
import { refusalFailure } from '../steps/refusalFailure';

const effects = effectsOf<SimAssociationEffects>();

/** The steps of a second line's association. */
export class Association {
  readonly run: CodeFlowRun<LineFinding>;
  private readonly proof: LineProof;
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

  /** Tells both lines and the mailbox: "not you?"; and whoever had the line before. */
  tellOwners(): Promise<void> {
    return sendNotices(this.run.about, this.notices);
  }

  private async associate(route: CodeRoute): Promise<void> {
    const { supportReference, claim } = this.input;
    const mailbox = claim.simKind === 'data-only' ? route.recipient?.address : undefined;
    const proof = { ...this.request(), supportReference, ...(mailbox !== undefined && { mailbox }) };
    for (;;) {
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
