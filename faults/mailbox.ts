/** A mail as the mailbox keeps it, as far as it is looked at here. */
export interface KeptMail {
  /** Without its angle brackets and domain: the digest of the send record that it belongs to. */
  readonly messageId: string;
  readonly to: string;
  readonly text: string;
}

interface MailOfApi {
  readonly to: readonly { readonly address: string }[];
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

const freshForMs = 500;
const activationToken = /^[\w-]{65}$/m;

/** Reads MailDev's inbox; whoever asks within half a second gets the same look. */
export class Mailbox {
  private lookedAt = 0;
  private look: Promise<readonly KeptMail[]> = Promise.resolve([]);

  constructor(private readonly webPort: number) {}

  async mails(): Promise<readonly KeptMail[]> {
    if (Date.now() - this.lookedAt >= freshForMs) {
      this.lookedAt = Date.now();
      this.look = this.read();
    }
    return this.look;
  }

  /** The token of an activation mail to `recipient`, once there is one. */
  async activationTokenFor(recipient: string): Promise<string | undefined> {
    const mails = await this.mails();
    const tokens = mails
      .filter(({ to }) => to === recipient)
      .map(({ text }) => activationToken.exec(text)?.[0]);
    return tokens.find((token) => token !== undefined);
  }

  /** Whether a mail without a token is there: the notice that all is done. */
  async hasNoticeFor(recipient: string): Promise<boolean> {
    const mails = await this.mails();
    return mails.some(({ to, text }) => to === recipient && !activationToken.test(text));
  }

  private async read(): Promise<readonly KeptMail[]> {
    const response = await fetch(`http://127.0.0.1:${this.webPort}/api/email`);
    const mails = (await response.json()) as readonly MailOfApi[];
    return mails.map(({ to, text, headers }) => ({
      messageId: String(headers['message-id']).replace(/^<|@.*$/g, ''),
      to: to[0]?.address ?? '',
      text,
    }));
  }
}
