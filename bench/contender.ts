import type { ServiceAnswer } from '../stand/serviceClient';

/** One call that is measured. */
export interface MeasuredStep {
  readonly name: string;
  readonly call: () => Promise<void>;
  /** Waits, unmeasured, until nothing of the step is under way any more. */
  readonly settle?: () => Promise<void>;
}

/** Takes a flow about a company or a line: its steps, in order. */
export type Contender<Subject> = (subject: Subject) => readonly MeasuredStep[];

/** Those that are compared, all about the same subjects. */
export interface Contenders<Subject> {
  readonly service: Contender<Subject>;
  /** The service with activities that do nothing: what its HTTP side costs. */
  readonly edge: Contender<Subject>;
  /** The same workflow with activities that do nothing, called with the Temporal client. */
  readonly floor: Contender<Subject>;
}

export const lookEveryMs = 20;

export class UnexpectedAnswer extends Error {
  constructor(readonly answer: ServiceAnswer) {
    super(`Unexpected answer ${answer.status} ${answer.body.code ?? answer.body.status ?? ''}.`);
  }
}

/** @throws Error where the floor is not where its step should lead */
export function expectStatus(wanted: string, { status }: { readonly status: string }): void {
  if (status !== wanted) throw new Error(`The floor is ${status}, not ${wanted}.`);
}
