import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A part of a provider's answer. */
export interface Saying {
  readonly bytes: Buffer;
  /** Recipient of the message that this part acknowledges, if it acknowledges one. */
  readonly recipient?: string;
}

/** One conversation with a provider, in its protocol. */
export interface Conversation {
  noteFromClient(bytes: Buffer): void;
  /** Splits the provider's bytes into parts, each of which can be held back alone. */
  partsFromProvider(bytes: Buffer): readonly Saying[];
}

/** The answer to a message that the provider took; the service has not seen it yet. */
interface HeldAnswer {
  readonly recipient: string;
  readonly bytes: Buffer;
  readonly client: Socket;
}

const loopback = '127.0.0.1';

/**
 * Stands between the worker and a message provider. When the provider has taken a message, its answer passes, is held back,
 * or the link is cut instead: the message was sent, and the worker sees a failure.
 */
export class LinkProxy {
  private readonly cuts = new Set<string>();
  private held: HeldAnswer[] = [];
  private holdingFor: ReadonlySet<string> = new Set();

  private constructor(
    private readonly server: Server,
    private readonly newConversation: () => Conversation,
  ) {}

  static async open(providerPort: number, newConversation: () => Conversation): Promise<LinkProxy> {
    const server = createServer();
    const proxy = new LinkProxy(server, newConversation);
    server.on('connection', (client: Socket) => {
      proxy.connect(client, connect(providerPort, loopback));
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

  /** Cuts the link in place of the answer to the next message to `recipient`. */
  cutNextTo(recipient: string): void {
    this.cuts.add(recipient);
  }

  /** Holds answers for these recipients from now on. Others pass: held answers occupy the sender's connections. */
  holdAnswersFor(recipients: readonly string[]): void {
    this.holdingFor = new Set(recipients);
  }

  release(): void {
    this.holdingFor = new Set();
    for (const { client, bytes } of this.held) send(client, bytes);
    this.held = [];
  }

  /** Whether the provider took a message to `recipient` whose sender still waits. */
  holdsAnswerFor(recipient: string): boolean {
    return this.held.some((answer) => answer.recipient === recipient && answer.client.writable);
  }

  close(): void {
    this.server.close();
  }

  private connect(client: Socket, provider: Socket): void {
    const conversation = this.newConversation();
    client.on('data', (bytes: Buffer) => {
      conversation.noteFromClient(bytes);
      provider.write(bytes);
    });
    provider.on('data', (bytes: Buffer) => {
      for (const part of conversation.partsFromProvider(bytes)) this.pass(part, client);
    });
    for (const [end, other] of [
      [client, provider],
      [provider, client],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  }

  private pass({ bytes, recipient }: Saying, client: Socket): void {
    if (recipient !== undefined && this.cuts.delete(recipient)) client.destroy();
    else if (recipient !== undefined && this.holdingFor.has(recipient))
      this.held.push({ recipient, bytes, client });
    else send(client, bytes);
  }
}

function send(client: Socket, bytes: Buffer): void {
  if (client.writable) client.write(bytes);
}
