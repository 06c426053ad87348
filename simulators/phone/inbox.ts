import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const receivedMessageSchema = z.object({
  from: z.string(),
  to: z.string(),
  text: z.string(),
  receivedAt: z.iso.datetime(),
});

/** A message as the phone shows it. Numbers are E.164 where the sender said so; `receivedAt` is ISO 8601 in UTC. */
export type ReceivedMessage = Readonly<z.output<typeof receivedMessageSchema>>;

const mostMessages = 1_000;

/** The messages of all phones, oldest first. The oldest go when there are more than a thousand. */
export class Inbox {
  private messages: ReceivedMessage[];
  private linesInFile = 0;
  /** Another one after each change, and after each start. */
  revision = Date.now();

  /** @param file JSON lines that outlive the process; `undefined`: the messages do not. */
  constructor(private readonly file: string | undefined) {
    this.messages = file !== undefined && existsSync(file) ? messagesIn(file) : [];
    this.writeAnew();
  }

  get all(): readonly ReceivedMessage[] {
    return this.messages;
  }

  add(message: ReceivedMessage): void {
    this.revision += 1;
    this.messages.push(message);
    if (this.messages.length > mostMessages) this.messages.shift();
    if (this.file === undefined) return;
    if (this.linesInFile >= 2 * mostMessages) {
      this.writeAnew();
      return;
    }
    appendFileSync(this.file, lineOf(message));
    this.linesInFile += 1;
  }

  empty(): void {
    this.revision += 1;
    this.messages = [];
    this.writeAnew();
  }

  private writeAnew(): void {
    if (this.file === undefined) return;
    writeFileSync(this.file, this.messages.map(lineOf).join(''), { mode: 0o600 });
    this.linesInFile = this.messages.length;
  }
}

/** What cannot be read is left out: a kill may have cut the last line. */
function messagesIn(file: string): ReceivedMessage[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap(messageOf).slice(-mostMessages);
}

function messageOf(line: string): ReceivedMessage[] {
  try {
    return [receivedMessageSchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

function lineOf(message: ReceivedMessage): string {
  return `${JSON.stringify(message)}\n`;
}
