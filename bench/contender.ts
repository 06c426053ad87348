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

let addresses = 0;

/** Another person's, as the proxy before the service names it: one that starts hundreds of flows would be no customer. */
export function nextAddress(): string {
  addresses += 1;
  return [10, addresses >> 16, (addresses >> 8) & 255, addresses & 255].join('.');
}

/** Lets the service believe what the benchmark says of addresses. */
export const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };

export class UnexpectedAnswer extends Error {
  constructor(readonly answer: ServiceAnswer) {
    super(`Unexpected answer ${answer.status} ${answer.body.code ?? answer.body.status ?? ''}.`);
  }
}

/** @throws Error where the floor is not where its step should lead */
export function expectStatus(wanted: string, { status }: { readonly status: string }): void {
  if (status !== wanted) throw new Error(`The floor is ${status}, not ${wanted}.`);
}
