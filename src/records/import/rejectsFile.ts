import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { csvLine } from '../csvLine';
import { ImportFailure, systemCodeOf } from './importFailure';
import type { Fault } from './rows';

const header = csvLine(['line', 'code', 'column', 'reason']);
/** Readable by its owner alone. */
const mode = 0o600;

/** `<file>.rejects.csv`: the rows that were not imported, each with what is wrong with it and none of its values. */
export class RejectsFile {
  private constructor(
    readonly name: string,
    private readonly handle: FileHandle,
    private length: number,
  ) {}

  static nameFor(file: string): string {
    return `${file}.rejects.csv`;
  }

  /**
   * @param bytes what of an earlier run's file is kept; 0 for a new one.
   * @throws ImportFailure if it cannot be written.
   */
  static async open(file: string, bytes: number): Promise<RejectsFile> {
    const name = RejectsFile.nameFor(file);
    return writable(name, async () => {
      const handle = await open(name, bytes === 0 ? 'w' : 'r+', mode);
      await handle.truncate(bytes);
      return new RejectsFile(name, handle, bytes);
    });
  }

  /** Length of the rejects file that lies beside `file`; 0 if there is none. */
  static async lengthFor(file: string): Promise<number> {
    const found = await stat(RejectsFile.nameFor(file)).catch(() => undefined);
    return found?.size ?? 0;
  }

  get bytes(): number {
    return this.length;
  }

  /** Adds a row, and returns when it is on disk. */
  async add(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const text = `${this.length === 0 ? header : ''}${rejects.map(lineOf).join('')}`;
    await writable(this.name, async () => {
      const { bytesWritten } = await this.handle.write(text, this.length);
      await this.handle.datasync();
      this.length += bytesWritten;
    });
  }

  /** An empty file does not stay. */
  async close(): Promise<void> {
    await this.handle.close();
    if (this.length === 0) await rm(this.name, { force: true });
  }
}

/** A row that was not imported; at least one fault. */
export interface Reject {
  readonly line: number;
  readonly faults: readonly Fault[];
}

function lineOf({ line, faults }: Reject): string {
  const [first] = faults;
  const reasons = faults.map(({ column, reason }) => (column === '' ? reason : `${column}: ${reason}`));
  return csvLine([String(line), first?.code ?? '', first?.column ?? '', reasons.join('; ')]);
}

async function writable<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new ImportFailure(
      `${name} cannot be written (${systemCodeOf(error)}): the folder of the imported file must be writable.`,
    );
  }
}
