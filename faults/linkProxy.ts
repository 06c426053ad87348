import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A part of what a provider said. */
export interface Saying {
  readonly bytes: Buffer;
  /** To whom the message went that this part acknowledges; absent where it acknowledges none. */
  readonly recipient?: string;
}

/** One conversation with a provider, in its protocol. */
export interface Conversation {
  noteFromClient(bytes: Buffer): void;
  /** What the provider said, in parts that can be held back each on its own. */
  partsFromProvider(bytes: Buffer): readonly Saying[];
}

/** A message that the provider has, and of which the service has not been told yet. */
interface HeldAnswer {
  readonly recipient: string;
  readonly bytes: Buffer;
  readonly client: Socket;
}

const loopback = '127.0.0.1';

/**
 * Stands between the worker and a provider of messages and decides what becomes of the answer to one that the provider took: it
 * passes, it is held back for a while, or the link is cut instead, so that what was done is reported as failed.
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

  /** The next message to `recipient` is taken and its sender is not told. */
  cutNextTo(recipient: string): void {
    this.cuts.add(recipient);
  }

  /** From now on; what goes to others passes, for a provider's answers take up its sender's connections. */
  holdAnswersFor(recipients: readonly string[]): void {
    this.holdingFor = new Set(recipients);
  }

  release(): void {
    this.holdingFor = new Set();
    for (const { client, bytes } of this.held) send(client, bytes);
    this.held = [];
  }

  /** Whether a message to `recipient` was taken, and its sender still waits to be told. */
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
