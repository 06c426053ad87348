/** A text message as the simulated phone keeps it. */
export interface KeptText {
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/** Ends each text message with a code; see `src/messaging/texts.ts`. */
const boundCode = /^@\S+ #(?<code>\d{6})$/m;

/** Messages on the phone, of one line or of all, oldest first. */
export async function textsOnPhone(webPort: number, line?: string): Promise<readonly KeptText[]> {
  const query = line === undefined ? '' : `?to=${encodeURIComponent(line)}`;
  const response = await fetch(`http://127.0.0.1:${webPort}/messages${query}`);
  return (await response.json()) as readonly KeptText[];
}

/** The code that a message carries, where it carries one. */
export function codeIn({ text }: KeptText): string | undefined {
  return boundCode.exec(text)?.groups?.['code'];
}
