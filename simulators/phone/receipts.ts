import type { PduFields, Session } from 'smpp';
import type { Behaviour } from './behaviour';
import type { Submission } from './submission';

type ReceiptState = NonNullable<Behaviour['receiptState']>;

/** `message_state` (SMPP 3.4, 5.2.28) and the error that each state is reported with. */
const states: Readonly<Record<ReceiptState, { readonly code: number; readonly error: string }>> = {
  DELIVRD: { code: 2, error: '000' },
  EXPIRED: { code: 3, error: '027' },
  UNDELIV: { code: 5, error: '034' },
  REJECTD: { code: 8, error: '088' },
};
const deliveryReceipt = 0x04;
const alphanumeric = 0x05;
const international = 0x01;
const quotedCharacters = 20;
const mostWaiting = 1_000;

export interface Receipt {
  readonly messageId: string;
  readonly submission: Submission;
  readonly submittedAt: Date;
  readonly state: ReceiptState;
}

/** Whether the sender asked to be told of this end. */
export function isWanted({ submission: { receiptWanted }, state }: Receipt): boolean {
  return state === 'DELIVRD' ? receiptWanted.onSuccess : receiptWanted.onFailure;
}

/** Hands receipts over to a bound receiver, and keeps them while there is none. */
export class ReceiptDesk {
  private readonly receivers = new Set<Session>();
  private waiting: Receipt[] = [];

  admit(session: Session): void {
    this.receivers.add(session);
    session.on('close', () => this.receivers.delete(session));
    const due = this.waiting;
    this.waiting = [];
    for (const receipt of due) this.handOver(receipt, session);
  }

  /** @param preferred the session that the message came by, where that may receive. */
  handOver(receipt: Receipt, preferred: Session): void {
    const others = [...this.receivers].filter((session) => session !== preferred);
    const sessions = this.receivers.has(preferred) ? [preferred, ...others] : others;
    if (sessions.some((session) => session.deliver_sm(fieldsOf(receipt)))) return;
    this.waiting.push(receipt);
    if (this.waiting.length > mostWaiting) this.waiting.shift();
  }
}

/** In both forms: the TLVs of SMPP 3.4, and the text of its appendix B. */
function fieldsOf({ messageId, submission, submittedAt, state }: Receipt): PduFields {
  const { code, error } = states[state];
  return {
    ...addressFields('source', 'source_addr', submission.to),
    ...addressFields('dest', 'destination_addr', submission.from),
    esm_class: deliveryReceipt,
    short_message: [
      `id:${messageId}`,
      'sub:001',
      `dlvrd:${state === 'DELIVRD' ? '001' : '000'}`,
      `submit date:${minuteOf(submittedAt)}`,
      `done date:${minuteOf(new Date())}`,
      `stat:${state}`,
      `err:${error}`,
      `text:${submission.text.slice(0, quotedCharacters).replace(/[^\x20-\x7e]/g, '?')}`,
    ].join(' '),
    receipted_message_id: messageId,
    message_state: code,
  };
}

function addressFields(side: 'source' | 'dest', name: string, address: string): PduFields {
  const isNumber = address.startsWith('+');
  return {
    [`${side}_addr_ton`]: isNumber ? international : alphanumeric,
    [`${side}_addr_npi`]: isNumber ? 1 : 0,
    [name]: isNumber ? address.slice(1) : address,
  };
}

/** YYMMDDhhmm, in UTC. */
function minuteOf(moment: Date): string {
  return moment.toISOString().replace(/\D/g, '').slice(2, 12);
}
