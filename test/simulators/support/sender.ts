import { once } from 'node:events';
import { connect, errors, type PDU, type PduFields, type Session } from 'smpp';
import type { Phone } from '../../../simulators/phone/phone';

export const number = '+393999000001';

const credentials = { system_id: 'selfcare', password: 'selfcare' };

export type Bind = 'bind_transceiver' | 'bind_transmitter' | 'bind_receiver';

/** A sender's side of SMPP, with nothing between the test and the library. */
export class Sender {
  /** Receipts in the order in which they came; each is answered as a sender does. */
  readonly receipts: PDU[] = [];

  private readonly unanswered = new Set<(reason: Error) => void>();

  private constructor(readonly session: Session) {
    session.on('error', () => session.destroy());
    session.on('close', () => {
      for (const reject of this.unanswered) reject(new Error('The link went down.'));
    });
    session.on('deliver_sm', (pdu) => {
      this.receipts.push(pdu);
      session.send(pdu.response());
    });
  }

  static async connected(phone: Phone): Promise<Sender> {
    const sender = new Sender(connect({ host: '127.0.0.1', port: phone.smppPort }));
    await once(sender.session, 'connect');
    return sender;
  }

  static async bound(phone: Phone, by: Bind = 'bind_transceiver'): Promise<Sender> {
    const sender = await Sender.connected(phone);
    const status = await statusOf(sender.ask(by, credentials));
    if (status !== 'ESME_ROK') throw new Error(`The bind was answered with ${status}.`);
    return sender;
  }

  /** Rejects when the link ends first. */
  async ask(command: Bind | 'submit_sm' | 'enquire_link' | 'unbind', fields: PduFields = {}): Promise<PDU> {
    return new Promise((resolve, reject) => {
      this.unanswered.add(reject);
      this.session[command](fields, (answer) => {
        this.unanswered.delete(reject);
        resolve(answer);
      });
    });
  }

  /** @param fields what differs from a message to {@link number} in the default alphabet */
  submit(fields: PduFields = {}): Promise<PDU> {
    return this.ask('submit_sm', {
      source_addr_ton: 5,
      source_addr: 'WindTre',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: number.slice(1),
      short_message: 'Il codice e 123456',
      ...fields,
    });
  }

  /** What the phone sent before is here once a later question is answered: a link keeps the order. */
  async settled(): Promise<void> {
    await this.ask('enquire_link');
  }
}

/** @returns such as `ESME_ROK` */
export async function statusOf(answer: Promise<PDU>): Promise<string> {
  const { command_status } = await answer;
  return Object.keys(errors).find((name) => errors[name] === command_status) ?? 'none';
}
