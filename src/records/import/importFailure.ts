/** An import cannot start or go on; the message is one sentence with the remedy, and quotes nothing of the file's rows. */
export class ImportFailure extends Error {
  override readonly name = 'ImportFailure';
}

/**
 * Runs a database operation of an import.
 *
 * @throws ImportFailure when the database refuses or does not answer. What it says is not passed on: it may quote a row.
 */
export async function inDatabase<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    if (cause instanceof ImportFailure) throw cause;
    const kind = cause instanceof Error ? cause.name : 'unknown error';
    throw new ImportFailure(
      `The database does not answer or refuses (${kind}): check MONGODB_URI and the server, then run the same command again; it goes on where it stopped.`,
      { cause },
    );
  }
}

/** Code of a failed system call, such as `ENOENT`. */
export function systemCodeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'unknown error';
}
