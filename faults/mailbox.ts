import { Look } from './look';

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

const activationToken = /^[\w-]{65}$/m;
const oneTimeCode = /^\d{6}$/m;

/** Reads MailDev's inbox. */
export class Mailbox {
  private readonly look = new Look(() => this.read());

  constructor(private readonly webPort: number) {}

  mails(): Promise<readonly KeptMail[]> {
    return this.look.taken();
  }

  activationTokenFor(recipient: string): Promise<string | undefined> {
    return this.firstFor(recipient, activationToken);
  }

  codeFor(recipient: string): Promise<string | undefined> {
    return this.firstFor(recipient, oneTimeCode);
  }

  /** How many mails without token and code are there: notices that something was done. */
  async noticesFor(recipient: string): Promise<number> {
    const mails = await this.mails();
    const isNotice = (text: string) => !activationToken.test(text) && !oneTimeCode.test(text);
    return mails.filter(({ to, text }) => to === recipient && isNotice(text)).length;
  }

  private async firstFor(recipient: string, form: RegExp): Promise<string | undefined> {
    const mails = await this.mails();
    return mails
      .filter(({ to }) => to === recipient)
      .map(({ text }) => form.exec(text)?.[0])
      .find((found) => found !== undefined);
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
