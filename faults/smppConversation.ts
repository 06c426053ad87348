import { PDU } from 'smpp';
import type { Conversation, Saying } from './linkProxy';

const lengthOctets = 4;

/** The messages under way in one SMPP session, by their sequence numbers. */
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

/** Cuts what one side says into PDUs; each begins with its length. */
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
