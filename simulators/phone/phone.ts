import { once } from 'node:events';
import { createServer as createWebServer, type Server as WebServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSmppServer, type Server as SmppServer } from 'smpp';
import { behaviourSchema, Conduct, type Behaviour } from './behaviour';
import { phoneCredentials } from './credentials';
import { Inbox, type ReceivedMessage } from './inbox';
import { inboxApp } from './inboxApp';
import { Provider } from './provider';
import { ReceiptDesk } from './receipts';

export interface PhoneOptions {
  /** Loopback when left out. */
  readonly host?: string;
  /** 0: any free one. */
  readonly smppPort: number;
  readonly webPort: number;
  /** Where messages outlive the process; left out: they do not. */
  readonly messagesFile?: string;
}

const mostLinks = 100;

/** Starts a provider without fault. Rejects where a port is taken. */
export async function startPhone(options: PhoneOptions): Promise<Phone> {
  const { host = '127.0.0.1', smppPort, webPort, messagesFile } = options;
  const inbox = new Inbox(messagesFile);
  const conduct = new Conduct();
  const provider = new Provider(inbox, conduct, new ReceiptDesk());
  const smpp = createSmppServer((session) => {
    provider.serve(session);
  });
  smpp.maxConnections = mostLinks;
  smpp.listen(smppPort, host);
  const web = createWebServer(inboxApp(inbox, conduct)).listen(webPort, host);
  await Promise.all([once(smpp, 'listening'), once(web, 'listening')]);
  return new Phone(inbox, conduct, provider, smpp, web);
}

/** A running SMS provider, and the phones that it delivers to. */
export class Phone {
  constructor(
    private readonly inbox: Inbox,
    private readonly conduct: Conduct,
    private readonly provider: Provider,
    private readonly smpp: SmppServer,
    private readonly web: WebServer,
  ) {}

  get smppPort(): number {
    return (this.smpp.address() as AddressInfo).port;
  }

  get webPort(): number {
    return (this.web.address() as AddressInfo).port;
  }

  /** With the credentials that it takes. */
  get smppUrl(): string {
    return `smpp://${phoneCredentials.systemId}:${phoneCredentials.password}@127.0.0.1:${this.smppPort}`;
  }

  /** As of now, oldest first. */
  get messages(): readonly ReceivedMessage[] {
    return [...this.inbox.all];
  }

  /** How many submits have come, kept or not. */
  get submits(): number {
    return this.provider.submits;
  }

  /** Replaces the behaviour; `{}` is a provider without fault. */
  misbehave(behaviour: Behaviour): void {
    this.conduct.set(behaviourSchema.parse(behaviour));
  }

  /** Forgets the messages, not the behaviour. */
  empty(): void {
    this.inbox.empty();
  }

  /** Every link goes down without a word. */
  cutLinks(): void {
    for (const session of [...this.smpp.sessions]) session.destroy();
  }

  /** Ends at once; what was still to be answered is not. */
  async close(): Promise<void> {
    this.provider.stop();
    const closed = [once(this.smpp, 'close'), once(this.web, 'close')];
    this.smpp.close();
    this.web.close();
    this.cutLinks();
    this.web.closeAllConnections();
    await Promise.all(closed);
  }
}
