import { errors } from 'smpp';
import { z } from 'zod';

const status = z.enum(Object.keys(errors).filter((name) => name !== 'ESME_ROK'));
const times = z.int().min(1).max(1_000_000);
/** `status` by its name in SMPP, such as `ESME_RINVDSTADR`; without `times` until told otherwise. */
const refusal = z.strictObject({ status, times: times.optional() });
const delayMs = z
  .int()
  .min(0)
  .max(60 * 60_000);

/** How the provider behaves from now on. What is left out is as it should be: `{}` is a provider without fault. */
export const behaviourSchema = z.strictObject({
  /** The link goes down at the next submit, with no answer; the message is lost, or it is in the inbox all the same. */
  dropLink: z.enum(['before-keeping', 'after-keeping']).optional(),
  /** So many of the next submits are answered with ESME_RTHROTTLED, and not kept. */
  throttle: times.optional(),
  /** Submits are answered with an error, and not kept. */
  refuse: refusal.optional(),
  /** Submits are answered with an error, yet the message is in the inbox and its receipt is sent. */
  keepButRefuse: refusal.optional(),
  /** How late submits are answered. */
  answerDelayMs: delayMs.optional(),
  /** Receipts are never sent. */
  loseReceipts: z.boolean().optional(),
  /** How long after its answer a message's receipt is sent. */
  receiptDelayMs: delayMs.optional(),
  /** What receipts say became of the message. */
  receiptState: z.enum(['DELIVRD', 'EXPIRED', 'UNDELIV', 'REJECTD']).optional(),
});

export type Behaviour = z.output<typeof behaviourSchema>;

/** What becomes of one submit. */
export interface Ruling {
  readonly isKept: boolean;
  /** `command_status` of the answer; `undefined`: none, the link goes down. */
  readonly status: number | undefined;
  readonly answerDelayMs: number;
}

/** The behaviour, less what is used up of it. */
export class Conduct {
  private behaviour: Behaviour = {};

  get current(): Behaviour {
    return this.behaviour;
  }

  /** Replaces all that was said before. */
  set(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  /** Rules on the next submit. What comes first in {@link behaviourSchema} goes first, and uses up nothing of the rest. */
  ruleOnSubmit(): Ruling {
    const { dropLink, throttle, refuse, keepButRefuse, answerDelayMs = 0 } = this.behaviour;
    if (dropLink !== undefined) {
      this.change({ dropLink: undefined });
      return { isKept: dropLink === 'after-keeping', status: undefined, answerDelayMs };
    }
    if (throttle !== undefined) {
      this.change({ throttle: throttle > 1 ? throttle - 1 : undefined });
      return { isKept: false, status: statusCode('ESME_RTHROTTLED'), answerDelayMs };
    }
    if (refuse !== undefined) {
      this.change({ refuse: onceUsed(refuse) });
      return { isKept: false, status: statusCode(refuse.status), answerDelayMs };
    }
    if (keepButRefuse !== undefined) {
      this.change({ keepButRefuse: onceUsed(keepButRefuse) });
      return { isKept: true, status: statusCode(keepButRefuse.status), answerDelayMs };
    }
    return { isKept: true, status: statusCode('ESME_ROK'), answerDelayMs };
  }

  private change(change: Behaviour): void {
    this.behaviour = { ...this.behaviour, ...change };
  }
}

function onceUsed({ status, times }: z.output<typeof refusal>): z.output<typeof refusal> | undefined {
  if (times === 1) return undefined;
  return { status, ...(times !== undefined && { times: times - 1 }) };
}

/** @throws Error for a name that SMPP does not know. */
export function statusCode(name: string): number {
  const code = errors[name];
  if (code === undefined) throw new Error(`${name} is no command status of SMPP.`);
  return code;
}
