import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ImportFailure, systemCodeOf } from './importFailure';
import { LineDecoder, markedEncoding, type Encoding, type TextLine } from './textLines';

/** What one pass over a file tells before anything is written. */
export interface FileSurvey {
  /** SHA-256 of the content, hexadecimal. */
  readonly digest: string;
  /** Lines, the header and blank ones included. */
  readonly lines: number;
  readonly encoding: Encoding;
  /** First character; empty for an empty file. */
  readonly begins: string;
}

/** A row is a few hundred characters; what is longer has lost its line ends. */
const longestLine = 65_536;

/**
 * Reads a file once, in constant memory.
 *
 * @param encoding of a file without a byte order mark
 * @throws ImportFailure if it cannot be read, is not in its encoding, or has a line of more than 64 KiB.
 */
export async function surveyFile(file: string, encoding: Encoding): Promise<FileSurvey> {
  const survey = new Survey(file, encoding);
  try {
    for await (const chunk of createReadStream(file)) survey.take(chunk as Buffer);
  } catch (error) {
    if (error instanceof ImportFailure) throw error;
    throw new ImportFailure(
      `${file} cannot be read (${systemCodeOf(error)}): check its name and its permissions.`,
    );
  }
  return survey.result();
}

class Survey {
  private readonly hash: Hash = createHash('sha256');
  private decoder: LineDecoder | undefined;
  private begins: string | undefined;

  constructor(
    private readonly file: string,
    private encoding: Encoding,
  ) {}

  take(chunk: Buffer): void {
    if (!this.decoder) this.encoding = markedEncoding(chunk) ?? this.encoding;
    const decoder = (this.decoder ??= new LineDecoder(this.encoding));
    this.hash.update(chunk);
    this.check(() => decoder.take(chunk));
    if (decoder.pending > longestLine) throw this.longLine(decoder.count + 1);
  }

  result(): FileSurvey {
    const decoder = this.decoder ?? new LineDecoder(this.encoding);
    this.check(() => decoder.end());
    return {
      digest: this.hash.digest('hex'),
      lines: decoder.count,
      encoding: this.encoding,
      begins: this.begins ?? '',
    };
  }

  private check(read: () => readonly TextLine[]): void {
    const lines = this.decoded(read);
    this.begins ??= lines[0]?.text.slice(0, 1);
    const long = lines.find(({ text }) => text.length > longestLine);
    if (long) throw this.longLine(long.line);
    if (lines.some(({ text }) => text.includes('\0')))
      throw new ImportFailure(`${this.file} is not ${this.encoding}, or not text: save it as UTF-8.`);
  }

  private decoded(read: () => readonly TextLine[]): readonly TextLine[] {
    try {
      return read();
    } catch {
      throw new ImportFailure(
        `${this.file} is not UTF-8 (near line ${(this.decoder?.count ?? 0) + 1}): save it as UTF-8 ("CSV UTF-8" in Excel), or give --encoding windows-1252.`,
      );
    }
  }

  private longLine(line: number): ImportFailure {
    return new ImportFailure(
      `${this.file} has a line of more than 64 KiB (line ${line}): check its line ends.`,
    );
  }
}
