import type { Step } from './companyFlow';

/** When, in the course of a registration, a process is killed. */
export interface Moment {
  readonly name: string;
  /** The step that was over before; undefined: nothing was. */
  readonly over: Step | undefined;
  /** The step that is asked for when the kill is due. */
  readonly asked: Step | undefined;
  /**
   * `sent`: the request is under way; `answered`: its answer has just come, and where a mail follows from it the mailbox has taken the mail
   * and the worker does not know yet.
   */
  readonly at: 'sent' | 'answered';
  readonly mailUnderWay: boolean;
}

/** Around every step: while its request is under way, and after its answer. */
export const moments: readonly Moment[] = [
  { name: 'start: request sent', over: undefined, asked: 'start', at: 'sent', mailUnderWay: false },
  {
    name: 'start: answered; mail taken, worker not told',
    over: undefined,
    asked: 'start',
    at: 'answered',
    mailUnderWay: true,
  },
  {
    name: 'mail: taken, worker told',
    over: 'mail',
    asked: undefined,
    at: 'answered',
    mailUnderWay: false,
  },
  { name: 'activation: request sent', over: 'mail', asked: 'activation', at: 'sent', mailUnderWay: false },
  { name: 'activation: answered', over: 'mail', asked: 'activation', at: 'answered', mailUnderWay: false },
  { name: 'password: request sent', over: 'activation', asked: 'password', at: 'sent', mailUnderWay: false },
  {
    name: 'password: answered; notice taken, worker not told',
    over: 'activation',
    asked: 'password',
    at: 'answered',
    mailUnderWay: true,
  },
  {
    name: 'notice: taken, worker told',
    over: 'notice',
    asked: undefined,
    at: 'answered',
    mailUnderWay: false,
  },
];
