import { codeIn, type KeptText, textsOnPhone } from '../stand/phone';

const freshForMs = 500;

/** Reads something outside, at most every half second. */
class Look<Seen> {
  private lookedAt = 0;
  private look: Promise<readonly Seen[]> = Promise.resolve([]);

  constructor(private readonly read: () => Promise<readonly Seen[]>) {}

  async taken(): Promise<readonly Seen[]> {
    if (Date.now() - this.lookedAt >= freshForMs) {
      this.lookedAt = Date.now();
      this.look = this.read();
    }
    return this.look;
  }
}

/** A mail in the mailbox. */
export interface KeptMail {
  /** Without angle brackets and domain: the digest of its send record. */
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

  /** Counts mails without a token or code: notices. */
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

/** Reads the inbox of the simulated phones. */
export class Phone {
  private readonly look: Look<KeptText>;

  constructor(webPort: number) {
    this.look = new Look(() => textsOnPhone(webPort));
  }

  texts(): Promise<readonly KeptText[]> {
    return this.look.taken();
  }

  /** Codes sent to a line, without repetitions, in the order of their first arrival. */
  async codesFor(line: string): Promise<readonly string[]> {
    const texts = (await this.texts()).filter(({ to }) => to === line);
    return [...new Set(texts.flatMap((text) => codeIn(text) ?? []))];
  }

  /** Counts different texts without a code to a line: notices. */
  async noticesFor(line: string): Promise<number> {
    const texts = (await this.texts()).filter((text) => text.to === line && codeIn(text) === undefined);
    return new Set(texts.map(({ text }) => text)).size;
  }
}
