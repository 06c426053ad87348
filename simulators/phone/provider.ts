import { randomBytes } from 'node:crypto';
import { PDU, type Session } from 'smpp';
import { statusCode, type Conduct } from './behaviour';
import { phoneCredentials } from './credentials';
import type { Inbox } from './inbox';
import { isWanted, type Receipt, type ReceiptDesk } from './receipts';
import { SegmentAssembler } from './segments';
import { readSubmission, UnusableSubmit, type Submission } from './submission';

type Binding = 'transceiver' | 'transmitter' | 'receiver';
const bindings: Readonly<Record<string, Binding>> = {
  bind_transceiver: 'transceiver',
  bind_transmitter: 'transmitter',
  bind_receiver: 'receiver',
};

/** Senders ask `enquire_link` more often; the library lets a link wait for good whose first length is below 4. */
const idleLinkMs = 5 * 60_000;

interface Link {
  readonly session: Session;
  binding: Binding | undefined;
}

/** An SMS provider that speaks SMPP 3.4: takes messages into the inbox, and sends receipts. */
export class Provider {
  /** How many submits have come, kept or not. */
  submits = 0;
  private readonly assembler = new SegmentAssembler();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly inbox: Inbox,
    private readonly conduct: Conduct,
    private readonly receipts: ReceiptDesk,
  ) {}

  /** Serves one link until it ends. What cannot be read ends the link, never the process. */
  serve(session: Session): void {
    const link: Link = { session, binding: undefined };
    session.socket.setTimeout(idleLinkMs, () => session.destroy());
    session.on('error', () => session.destroy());
    session.on('pdu', (pdu) => {
      try {
        this.answer(link, pdu);
      } catch {
        session.destroy();
      }
    });
  }

  /** Forgets what is still to be answered. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private answer(link: Link, pdu: PDU): void {
    if (pdu.isResponse()) return;
    const binding = bindings[pdu.command];
    if (binding) this.bind(link, pdu, binding);
    else if (pdu.command === 'submit_sm') this.submit(link, pdu);
    else if (pdu.command === 'enquire_link') respond(link, pdu, 'ESME_ROK');
    else if (pdu.command === 'unbind') {
      respond(link, pdu, 'ESME_ROK');
      link.session.close();
    } else refuseCommand(link, pdu);
  }

  private bind(link: Link, pdu: PDU, binding: Binding): void {
    const refusal = bindRefusal(link, pdu);
    if (refusal !== undefined) {
      respond(link, pdu, refusal);
      return;
    }
    link.binding = binding;
    link.session.send(pdu.response({ system_id: 'phone' }));
    if (binding !== 'transmitter') this.receipts.admit(link.session);
  }

  private submit(link: Link, pdu: PDU): void {
    this.submits += 1;
    try {
      if (!link.binding || link.binding === 'receiver') throw new UnusableSubmit('ESME_RINVBNDSTS');
      this.take(link, pdu, readSubmission(pdu));
    } catch (error) {
      if (!(error instanceof UnusableSubmit)) throw error;
      link.session.send(pdu.response({ command_status: error.status }));
    }
  }

  private take({ session }: Link, pdu: PDU, submission: Submission): void {
    const { isKept, status, answerDelayMs } = this.conduct.ruleOnSubmit();
    const messageId = randomBytes(8).toString('hex');
    if (isKept) this.keep(submission);
    if (status === undefined) session.destroy();
    const { receiptState = 'DELIVRD', receiptDelayMs = 0, loseReceipts = false } = this.conduct.current;
    const receipt = { messageId, submission, submittedAt: new Date(), state: receiptState };
    this.after(answerDelayMs, () => {
      if (status === statusCode('ESME_ROK')) session.send(pdu.response({ message_id: messageId }));
      else if (status !== undefined) session.send(pdu.response({ command_status: status }));
      if (isKept && !loseReceipts) this.sendReceipt(receipt, session, receiptDelayMs);
    });
  }

  private keep({ from, to, text, place }: Submission): void {
    const whole = place ? this.assembler.add(`${from} ${to}`, place, text) : text;
    if (whole === undefined) return;
    this.inbox.add({ from, to, text: whole, receivedAt: new Date().toISOString() });
  }

  private sendReceipt(receipt: Receipt, session: Session, delayMs: number): void {
    if (!isWanted(receipt)) return;
    this.after(delayMs, () => {
      this.receipts.handOver(receipt, session);
    });
  }

  private after(delayMs: number, act: () => void): void {
    if (delayMs === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, delayMs);
    this.timers.add(timer);
  }
}

function bindRefusal({ binding }: Link, pdu: PDU): string | undefined {
  if (binding !== undefined) return 'ESME_RALYBND';
  if (pdu['system_id'] !== phoneCredentials.systemId) return 'ESME_RINVSYSID';
  if (pdu['password'] !== phoneCredentials.password) return 'ESME_RINVPASWD';
  return undefined;
}

function respond({ session }: Link, pdu: PDU, statusName: string): void {
  session.send(pdu.response({ command_status: statusCode(statusName) }));
}

function refuseCommand({ session }: Link, { sequence_number }: PDU): void {
  session.send(new PDU('generic_nack', { command_status: statusCode('ESME_RINVCMDID'), sequence_number }));
}
