/**
 * A problem that the person who starts the service can put right. The message is one sentence with the problem and its
 * remedy; it is shown without a stack.
 */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** The message of anything thrown, on one line. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim();
}

/** Code of a system error (`EADDRINUSE`, `ENOENT` …), if it is one. */
export function systemCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
