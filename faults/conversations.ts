import { PDU } from 'smpp';
import type { Conversation, Saying } from './linkProxy';

const lengthOctets = 4;

/** Messages under way in one SMPP session, by sequence number. */
export class SmppConversation implements Conversation {
  private readonly fromClient = new Frames();
  private readonly fromProvider = new Frames();
  private readonly recipients = new Map<number, string>();

  noteFromClient(bytes: Buffer): void {
    for (const frame of this.fromClient.completedBy(bytes)) {
      const pdu = new PDU(frame);
      if (pdu.command === 'submit_sm')
        this.recipients.set(pdu.sequence_number, `+${String(pdu['destination_addr'])}`);
    }
  }

  partsFromProvider(bytes: Buffer): readonly Saying[] {
    return this.fromProvider.completedBy(bytes).map((frame) => {
      const { command, sequence_number: sequenceNumber } = new PDU(frame);
      const recipient = this.recipients.get(sequenceNumber);
      if (command !== 'submit_sm_resp' || recipient === undefined) return { bytes: frame };
      this.recipients.delete(sequenceNumber);
      return { bytes: frame, recipient };
    });
  }
}

/** Cuts one direction into PDUs; each begins with its length. */
class Frames {
  private rest = Buffer.alloc(0);

  completedBy(bytes: Buffer): readonly Buffer[] {
    this.rest = Buffer.concat([this.rest, bytes]);
    const frames: Buffer[] = [];
    for (;;) {
      const length = this.rest.length < lengthOctets ? Infinity : this.rest.readUInt32BE();
      if (this.rest.length < length) return frames;
      frames.push(this.rest.subarray(0, length));
      this.rest = this.rest.subarray(length);
    }
  }
}

const endOfMail = '\r\n.\r\n';
/** RFC 5321's reply to DATA. With pipelined commands, other replies come before it in the same bytes. */
const goAhead = /^354/m;
const recipientForm = /^RCPT TO:<(?<recipient>[^>]+)>/im;

/** The stage of one SMTP conversation. */
export class SmtpConversation implements Conversation {
  private recipient = '';
  private tail = '';
  private stage: 'commands' | 'message' | 'answer' = 'commands';

  noteFromClient(bytes: Buffer): void {
    const said = bytes.toString('latin1');
    if (this.stage === 'commands')
      this.recipient = recipientForm.exec(said)?.groups?.['recipient'] ?? this.recipient;
    if (this.stage !== 'message') return;
    this.tail = (this.tail + said).slice(-endOfMail.length);
    if (this.tail === endOfMail) this.stage = 'answer';
  }

  partsFromProvider(bytes: Buffer): readonly Saying[] {
    if (goAhead.test(bytes.toString('latin1'))) {
      this.stage = 'message';
      this.tail = '';
      return [{ bytes }];
    }
    if (this.stage !== 'answer') return [{ bytes }];
    this.stage = 'commands';
    return [{ bytes, recipient: this.recipient }];
  }
}
