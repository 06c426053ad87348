import type { ServiceAnswer } from '../stand/serviceClient';
import type { FlowStatus } from '../workflows/contracts/flow';

export type Asked = 'start' | 'read' | 'activation' | 'resend' | 'password';

interface Acknowledged {
  readonly asked: Asked;
  readonly flowId: string | undefined;
  readonly flowToken: string | undefined;
  readonly status: FlowStatus | undefined;
}

const order: readonly (FlowStatus | undefined)[] = [
  'VALIDATING',
  'AWAITING_ACTIVATION',
  'AWAITING_PASSWORD',
  'COMPLETED',
];

/** Every answer that the client of one flow got: what the service acknowledged, it is held to. */
export class Ledger {
  readonly acknowledged: Acknowledged[] = [];
  /** Refusals other than "try again". */
  readonly unexpected: string[] = [];
  /** Times that no answer came, or "try again". */
  retries = 0;

  note(asked: Asked, { body }: ServiceAnswer): void {
    const { flowId, flowToken, status } = body;
    this.acknowledged.push({ asked, flowId, flowToken, status });
  }

  /** What the answers contradict each other in. */
  contradictions(): string[] {
    return [
      ...this.differences('start', 'flowId'),
      ...this.differences('start', 'flowToken'),
      ...this.differences('activation', 'flowToken'),
      ...this.stepsBack(),
    ];
  }

  private differences(asked: Asked, field: 'flowId' | 'flowToken'): string[] {
    const values = this.acknowledged
      .filter((answer) => answer.asked === asked)
      .map((answer) => answer[field]);
    return new Set(values).size > 1 ? [`one request to ${asked} got several ${field}s`] : [];
  }

  /** What one read after another saw: an acknowledged status is never taken back. A repeated request gets its first answer again. */
  private stepsBack(): string[] {
    const firstAnswers = this.acknowledged.filter(
      ({ asked }, index) =>
        asked === 'read' || this.acknowledged.findIndex((answer) => answer.asked === asked) === index,
    );
    const ranks = firstAnswers.map(({ status }) => order.indexOf(status));
    const isBack = ranks.some((rank, index) => rank < (ranks[index - 1] ?? 0));
    return isBack ? [`a status was taken back: ${firstAnswers.map(({ status }) => status).join(' ')}`] : [];
  }
}
