/** Encodings that a file may have; one with a byte order mark is read as the mark says. */
export const encodings = ['utf-8', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number] | 'utf-16le' | 'utf-16be';

/** One line of a file, counted from 1, without its end. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

const marks: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.of(0xef, 0xbb, 0xbf)],
  ['utf-16le', Buffer.of(0xff, 0xfe)],
  ['utf-16be', Buffer.of(0xfe, 0xff)],
];

/** The encoding that a byte order mark at the beginning of a file names. */
export function markedEncoding(beginning: Buffer): Encoding | undefined {
  return marks.find(([, mark]) => beginning.subarray(0, mark.length).equals(mark))?.[0];
}

/** Takes a file's bytes in chunks of any size, and gives its lines; they end with CR, LF or CRLF, in any mix. */
export class LineDecoder {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private rest = '';
  private lines = 0;

  constructor(encoding: Encoding) {
    this.decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** Lines that have ended so far. */
  get count(): number {
    return this.lines;
  }

  /** Characters of the line that has not ended yet. */
  get pending(): number {
    return this.rest.length;
  }

  /**
   * @returns the lines that this chunk ends
   * @throws TypeError for bytes that the encoding does not have
   */
  take(chunk: Buffer): readonly TextLine[] {
    const text = this.rest + this.decoder.decode(chunk, { stream: true });
    // A CR at the very end may be the first half of a CRLF.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const texts = whole.split(/\r\n|\r|\n/);
    this.rest = (texts.pop() ?? '') + text.slice(whole.length);
    return texts.map((line) => this.numbered(line));
  }

  /** The last line, where the file does not end with a line end. */
  end(): readonly TextLine[] {
    const text = this.rest + this.decoder.decode();
    this.rest = '';
    return text === '' ? [] : [this.numbered(text.replace(/\r$/, ''))];
  }

  private numbered(text: string): TextLine {
    this.lines += 1;
    return { line: this.lines, text };
  }
}
