import { channelFacts } from '../contracts/channels';
import type { CodeEffects, CodeRoute, Recipient } from '../contracts/codes';
import type { AdmittedLine, ClaimedLine, LineFinding } from '../contracts/lines';
import type { PukEffects } from '../contracts/puk';
import type { CodeEnding } from './codeChallenge';
import { CodeDelivery } from './codeDelivery';
import type { CodeFlowRun } from './codeFlow';
import { atOnceOrLater, type ActivityModes } from './localThenRegular';
import { PukProof } from './pukProof';
import { refusalFailure } from './refusalFailure';

/** Proof of possession of a line: by a code in an SMS, or, for a data-only SIM, by its PUK and a code in a mail (rules 29 and 30). */
export class LineProof {
  private readonly puk: PukProof;

  /** Listens at once; until a step is asked for, it is out of order. */
  constructor(
    private readonly run: CodeFlowRun<LineFinding>,
    private readonly claim: ClaimedLine,
    private readonly effects: ActivityModes<CodeEffects & PukEffects>,
  ) {
    this.puk = new PukProof(run.state);
  }

  /** @param whenProven part of the step that submits the right code */
  async untilItEnds({ route, hint }: AdmittedLine, whenProven: () => Promise<void>): Promise<CodeEnding> {
    const { code, state } = this.run;
    if (hint) this.sendHint(hint);
    if (this.claim.simKind === 'voice') code.begin(route, whenProven);
    else if (!(await this.provePuk(route, whenProven)))
      return state.status === 'REJECTED' ? 'spent' : 'expired';
    return code.untilItEnds();
  }

  /** Tells the owner of the line what to do, unseen by who asked; it counts as message 0 and carries no code. */
  private sendHint(hint: Recipient): void {
    const { codeLife } = channelFacts[hint.channel];
    const freshUntil = Date.now() + this.run.figures[codeLife];
    new CodeDelivery(this.run.about).deliverUnseen(hint, { issue: 0, number: 0, freshUntil });
  }

  private provePuk(route: CodeRoute, whenProven: () => Promise<void>): Promise<boolean> {
    const { about: flow, code, state, endsAt } = this.run;
    const { provable } = route;
    return this.puk.untilProven(endsAt, () => code.isExpired || state.status === 'REJECTED', {
      verify: (typed, tryId, now) => {
        const attempt = { flow, line: this.claim.line, provable, typed, tryId, now };
        return atOnceOrLater(this.effects, (at) => at.verifyPuk(attempt));
      },
      whenProven: async () => {
        const request = { flow, route, request: 1, now: Date.now() };
        const refusal = await atOnceOrLater(this.effects, (at) => at.takeMessage(request));
        if (refusal) {
          state.reject(refusal);
          throw refusalFailure(refusal);
        }
        code.begin(route, whenProven, request.now);
      },
    });
  }
}
