import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ImportFailure, systemCodeOf } from './importFailure';

/** What one pass over a file tells before anything is written. */
export interface FileSurvey {
  /** SHA-256 of the content, hexadecimal. */
  readonly digest: string;
  /** Lines, the header and blank ones included. */
  readonly lines: number;
  readonly firstByte: number | undefined;
}

/** A row is a few hundred characters; what is longer has lost its line ends or its quotes. */
const longestLineBytes = 65_536;
const lineFeed = 0x0a;

/**
 * Reads a file once, in constant memory.
 *
 * @throws ImportFailure if it cannot be read, is not UTF-8, or has a line of more than 64 KiB.
 */
export async function surveyFile(file: string): Promise<FileSurvey> {
  const survey = new Survey(file);
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
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private firstByte: number | undefined;
  private lines = 0;
  private lineBytes = 0;

  constructor(private readonly file: string) {}

  take(chunk: Buffer): void {
    this.firstByte ??= chunk[0];
    this.hash.update(chunk);
    this.decode(chunk);
    this.countLines(chunk);
  }

  result(): FileSurvey {
    this.decode(undefined);
    const lines = this.lines + (this.lineBytes > 0 ? 1 : 0);
    return { digest: this.hash.digest('hex'), lines, firstByte: this.firstByte };
  }

  private decode(chunk: Buffer | undefined): void {
    try {
      this.decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new ImportFailure(
        `${this.file} is not UTF-8 (near line ${this.lines + 1}): save it as UTF-8 and try again.`,
      );
    }
  }

  private countLines(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      this.refuseLongLine(end - start);
      this.lines += 1;
      this.lineBytes = 0;
      start = end + 1;
    }
    this.refuseLongLine(chunk.length - start);
    this.lineBytes += chunk.length - start;
  }

  private refuseLongLine(moreBytes: number): void {
    if (this.lineBytes + moreBytes <= longestLineBytes) return;
    throw new ImportFailure(
      `${this.file} has a line of more than 64 KiB (line ${this.lines + 1}): check its line ends.`,
    );
  }
}
