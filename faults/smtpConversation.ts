import type { Conversation, Saying } from './linkProxy';

const endOfMail = '\r\n.\r\n';
/** RFC 5321's reply to DATA; where commands were pipelined, replies to those before it stand in front. */
const goAhead = /^354/m;
const recipientForm = /^RCPT TO:<(?<recipient>[^>]+)>/im;

/** How far one SMTP conversation is. */
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
