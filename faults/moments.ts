import type { MessageChannel } from '../workflows/contracts/channels';
import type { Step } from './flowClient';

export const trialKinds = [
  'User Admin',
  'employee by SMS',
  'employee by PUK',
  'recovery',
  'sign-in with a code',
] as const;
export type TrialKind = (typeof trialKinds)[number];

/** When, in the course of a flow, a process is killed. */
export interface Moment {
  readonly kind: TrialKind;
  readonly name: string;
  /** The step that was over before; undefined: nothing was. */
  readonly over: Step | undefined;
  /** The step that is asked for when the kill is due. */
  readonly asked: Step | undefined;
  /**
   * `sent`: the request is under way; `answered`: its answer has just come, and where messages follow from it their providers have
   * taken them and the worker does not know yet.
   */
  readonly at: 'sent' | 'answered';
  /** Channels of the messages that are taken and not told of. */
  readonly underWay: readonly MessageChannel[];
}

/**
 * Around every step: while its request is under way, and after its answer. Four mails are under way at most: the service hands over
 * no more at once.
 */
export const moments: readonly Moment[] = [
  ...around('User Admin', undefined, 'start', ['mail']),
  told('User Admin', 'message'),
  ...around('User Admin', 'message', 'activation', []),
  ...around('User Admin', 'activation', 'password', ['mail']),
  told('User Admin', 'notice'),
  ...around('employee by SMS', undefined, 'start', ['sms']),
  told('employee by SMS', 'message'),
  ...around('employee by SMS', 'message', 'wrongCode', []),
  ...around('employee by SMS', 'wrongCode', 'code', []),
  ...around('employee by SMS', 'code', 'password', ['sms', 'mail']),
  told('employee by SMS', 'notice'),
  ...around('employee by PUK', 'start', 'puk', ['mail']),
  ...around('recovery', 'account', 'start', ['sms']),
  ...around('recovery', 'wrongCode', 'code', []),
  ...around('recovery', 'code', 'password', ['sms']),
  told('recovery', 'notice'),
  ...around('sign-in with a code', 'account', 'start', ['sms']),
  ...around('sign-in with a code', 'wrongCode', 'code', []),
];

function around(
  kind: TrialKind,
  over: Step | undefined,
  asked: Step,
  underWay: readonly MessageChannel[],
): readonly Moment[] {
  const taken = underWay.length > 0 ? `; ${underWay.join(' and ')} taken, worker not told` : '';
  const common = { kind, over, asked };
  return [
    { ...common, name: `${kind}: ${asked} sent`, at: 'sent', underWay: [] },
    { ...common, name: `${kind}: ${asked} answered${taken}`, at: 'answered', underWay },
  ];
}

function told(kind: TrialKind, over: Step): Moment {
  const name = `${kind}: ${over} taken, worker told`;
  return { kind, name, over, asked: undefined, at: 'answered', underWay: [] };
}
