import type { ServiceAnswer } from '../stand/serviceClient';
import type { FlowStatus } from '../workflows/contracts/flow';

export type Asked = 'start' | 'read' | 'activation' | 'puk' | 'wrongCode' | 'code' | 'resend' | 'password';

interface Acknowledged {
  readonly asked: Asked;
  readonly flowId: string | undefined;
  readonly flowToken: string | undefined;
  /** Absent where the request was refused, as a wrong code is. */
  readonly status: FlowStatus | undefined;
  readonly attemptsLeft: number | undefined;
}

const order: readonly FlowStatus[] = [
  'VALIDATING',
  'AWAITING_ACTIVATION',
  'AWAITING_PUK',
  'AWAITING_CODE',
  'AWAITING_PASSWORD',
  'COMPLETED',
];

/** Every answer that the client of one flow got; the stores must agree with each acknowledgement. */
export class Ledger {
  readonly acknowledged: Acknowledged[] = [];
  /** Refusals other than "try again" and those that the test provokes. */
  readonly unexpected: string[] = [];
  /** Requests without an answer, or answered "try again". */
  retries = 0;

  note(asked: Asked, { status, body }: ServiceAnswer): void {
    const { flowId, flowToken, attemptsLeft } = body;
    const isRefusal = status >= 400;
    const answer = { flowId, flowToken, attemptsLeft, status: isRefusal ? undefined : body.status };
    this.acknowledged.push({ asked, ...answer });
  }

  /** Contradictions between answers. */
  contradictions(): string[] {
    return [
      ...this.differences('start', 'flowId'),
      ...this.differences('start', 'flowToken'),
      ...this.differences('activation', 'flowToken'),
      ...this.differences('wrongCode', 'attemptsLeft'),
      ...this.stepsBack(),
    ];
  }

  private differences(asked: Asked, field: 'flowId' | 'flowToken' | 'attemptsLeft'): string[] {
    const values = this.acknowledged
      .filter((answer) => answer.asked === asked)
      .map((answer) => answer[field]);
    return new Set(values).size > 1 ? [`one request to ${asked} got several ${field}s`] : [];
  }

  /**
   * An acknowledged status is never taken back, and a counted wrong code stays counted. Repeated requests are left out: they get
   * their first answer again.
   */
  private stepsBack(): string[] {
    const firstAnswers = this.acknowledged.filter(
      ({ asked }, index) =>
        asked === 'read' || this.acknowledged.findIndex((answer) => answer.asked === asked) === index,
    );
    const statuses = firstAnswers.flatMap(({ status }) => status ?? []);
    const attempts = firstAnswers.flatMap(({ attemptsLeft }) => attemptsLeft ?? []);
    const falling = attempts.map((left) => -left);
    return [
      ...(isRising(statuses.map((status) => order.indexOf(status)))
        ? []
        : [`a status was taken back: ${statuses.join(' ')}`]),
      ...(isRising(falling) ? [] : [`a counted code was taken back: ${attempts.join(' ')}`]),
    ];
  }
}

function isRising(values: readonly number[]): boolean {
  return values.every((value, index) => value >= (values[index - 1] ?? value));
}
