import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database';
import type { ImportKind, ImportProgress } from '../../database/recordDocuments';
import { ImportFailure, inDatabase } from './importFailure';

/** What was done of a file. */
export interface Done {
  readonly rows: number;
  readonly rejected: number;
  readonly rejectsBytes: number;
}

export const nothingDone: Done = { rows: 0, rejected: 0, rejectsBytes: 0 };

/** Where an import of one kind of file stands, kept in the database so that a broken one goes on. */
export class Checkpoint {
  private constructor(
    private readonly imports: Database['imports'],
    private readonly kind: ImportKind,
    private readonly runId: string,
  ) {}

  /**
   * What an unfinished import of the same content has done. Nothing, if a file of other content was begun since:
   * what this one wrote may have been overwritten.
   */
  static async unfinished(imports: Database['imports'], kind: ImportKind, fileDigest: string): Promise<Done> {
    const found = await inDatabase(() => imports.findById(kind).lean());
    if (found?.fileDigest !== fileDigest || found.state !== 'running') return nothingDone;
    return { rows: found.rows, rejected: found.rejected, rejectsBytes: found.rejectsBytes };
  }

  /** Takes the kind over: an import of it that still runs elsewhere stops at its next step. */
  static async begin(
    imports: Database['imports'],
    kind: ImportKind,
    fileDigest: string,
    done: Done,
  ): Promise<Checkpoint> {
    const now = new Date();
    const runId = randomUUID();
    const progress: ImportProgress = {
      _id: kind,
      fileDigest,
      runId,
      state: 'running',
      ...done,
      startedAt: now,
      updatedAt: now,
    };
    await inDatabase(() => imports.replaceOne({ _id: kind }, progress, { upsert: true }));
    return new Checkpoint(imports, kind, runId);
  }

  /**
   * @throws ImportFailure if another import of the kind has begun.
   */
  async save(done: Done, state: ImportProgress['state'] = 'running'): Promise<void> {
    const { matchedCount } = await inDatabase(() =>
      this.imports.updateOne(
        { _id: this.kind, runId: this.runId },
        { $set: { ...done, state, updatedAt: new Date() } },
      ),
    );
    if (matchedCount === 1) return;
    throw new ImportFailure(
      `Another import of ${this.kind} has begun: this one stopped. Import one file of a kind at a time.`,
    );
  }
}
