import { codeIn, textsOnPhone, type KeptText } from '../stand/phone';
import { Look } from './look';

/** Reads the inbox of the simulated phones. */
export class Phone {
  private readonly look: Look<KeptText>;

  constructor(webPort: number) {
    this.look = new Look(() => textsOnPhone(webPort));
  }

  texts(): Promise<readonly KeptText[]> {
    return this.look.taken();
  }

  /** Codes that came to a line, each once, in the order of their first coming. */
  async codesFor(line: string): Promise<readonly string[]> {
    const texts = (await this.texts()).filter(({ to }) => to === line);
    return [...new Set(texts.flatMap((text) => codeIn(text) ?? []))];
  }

  /** Texts without a code that came to a line, each once: notices that something was done. */
  async noticesFor(line: string): Promise<number> {
    const texts = (await this.texts()).filter((text) => text.to === line && codeIn(text) === undefined);
    return new Set(texts.map(({ text }) => text)).size;
  }
}
