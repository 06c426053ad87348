import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A mail that the mailbox has, and of which the service has not been told yet. */
interface HeldAnswer {
  readonly recipient: string;
  readonly release: () => void;
}

const loopback = '127.0.0.1';
const endOfMail = '\r\n.\r\n';
/** RFC 5321's reply to DATA; where commands were pipelined, replies to those before it stand in front. */
const goAhead = /^354/m;
const recipientForm = /^RCPT TO:<(?<recipient>[^>]+)>/im;

/**
 * Stands between the worker and the mailbox and decides what becomes of the answer to a mail that the mailbox took: it passes, it is
 * held back for a while, or the link is cut instead, so that what was done is reported as failed.
 */
export class SmtpProxy {
  private readonly cuts = new Set<string>();
  private held: HeldAnswer[] = [];
  private holding = false;

  private constructor(private readonly server: Server) {}

  static async open(mailboxPort: number): Promise<SmtpProxy> {
    const server = createServer();
    const proxy = new SmtpProxy(server);
    server.on('connection', (client: Socket) => {
      proxy.connect(client, connect(mailboxPort, loopback));
    });
    server.listen(0, loopback);
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
    return address.port;
  }

  /** The next mail to `recipient` is taken and its sender is not told. */
  cutNextMailTo(recipient: string): void {
    this.cuts.add(recipient);
  }

  hold(): void {
    this.holding = true;
  }

  release(): void {
    this.holding = false;
    for (const { release } of this.held) release();
    this.held = [];
  }

  holdsMailTo(recipient: string): boolean {
    return this.held.some((answer) => answer.recipient === recipient);
  }

  close(): void {
    this.server.close();
  }

  private connect(client: Socket, mailbox: Socket): void {
    const conversation = new Conversation();
    client.on('data', (chunk) => {
      conversation.note(chunk.toString('latin1'));
      mailbox.write(chunk);
    });
    mailbox.on('data', (chunk) => {
      const recipient = conversation.recipientOfMailAnsweredBy(chunk.toString('latin1'));
      if (recipient !== undefined && this.cuts.delete(recipient)) client.destroy();
      else if (recipient !== undefined && this.holding)
        this.held.push({ recipient, release: () => client.writable && client.write(chunk) });
      else client.write(chunk);
    });
    for (const [end, other] of [
      [client, mailbox],
      [mailbox, client],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  }
}

/** How far one SMTP conversation is. */
class Conversation {
  private recipient = '';
  private tail = '';
  private stage: 'commands' | 'mail' | 'answer' = 'commands';

  note(fromClient: string): void {
    if (this.stage === 'commands')
      this.recipient = recipientForm.exec(fromClient)?.groups?.['recipient'] ?? this.recipient;
    if (this.stage !== 'mail') return;
    this.tail = (this.tail + fromClient).slice(-endOfMail.length);
    if (this.tail === endOfMail) this.stage = 'answer';
  }

  /** @returns the recipient where this reply is the one to a whole mail */
  recipientOfMailAnsweredBy(fromMailbox: string): string | undefined {
    if (goAhead.test(fromMailbox)) {
      this.stage = 'mail';
      this.tail = '';
      return undefined;
    }
    if (this.stage !== 'answer') return undefined;
    this.stage = 'commands';
    return this.recipient;
  }
}
