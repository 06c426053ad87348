import { z } from 'zod';
import { RecordsUnavailable } from '../errors/recordsUnavailable';

/** How long one request to the CRM may take; its failure is a wait, and a workflow asks again. */
const longestRequestMs = 800;
const pageSize = 100;
/** More pages than any company needs: a CRM that gives more does not page. */
const mostPages = 200;

const totalCount = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .nullable()
  .transform((total) => total ?? undefined);

export interface CrmAccess {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string | undefined;
}

/** Reads collections of TM Forum Open APIs (filters and paging by TMF630: equality, `limit`, `offset`). */
export class CrmClient {
  constructor(private readonly access: CrmAccess) {}

  /**
   * Elements of a collection that match `filter`, page by page as they are asked for.
   *
   * @param path `/<api>/<version>/<resource>`
   * @throws RecordsUnavailable for a failure, a timeout, or an answer that `element` does not describe; its message
   *   names the resource and the kind of failure, nothing of the question or the answer.
   */
  async *all<T>(
    path: string,
    filter: Readonly<Record<string, string>>,
    element: z.ZodType<T>,
  ): AsyncGenerator<T> {
    for (let number = 0; number < mostPages; number += 1) {
      const paging = { limit: String(pageSize), offset: String(number * pageSize) };
      const { found } = await this.page(path, { ...filter, ...paging }, element);
      yield* found;
      if (found.length < pageSize) return;
    }
    throw new RecordsUnavailable(`The CRM does not end its pages (${path}).`);
  }

  /**
   * One page of a collection, by a query that names it (`limit`, `sort`, filters).
   *
   * @returns with it how many elements match in all, where the CRM says so (`X-Total-Count` of TMF630)
   * @throws RecordsUnavailable as {@link all} does
   */
  async page<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    element: z.ZodType<T>,
  ): Promise<{ readonly found: readonly T[]; readonly total: number | undefined }> {
    try {
      const response = await fetch(`${this.access.baseUrl}${path}?${new URLSearchParams(query).toString()}`, {
        headers: this.headers(),
        redirect: 'error',
        signal: AbortSignal.timeout(longestRequestMs),
      });
      if (!response.ok) throw new UnusableAnswer(`status ${response.status}`);
      const found = z.array(element).parse(await response.json());
      return { found, total: totalCount.parse(response.headers.get('X-Total-Count')) };
    } catch (error) {
      throw new RecordsUnavailable(`The CRM does not answer as it should (${path}: ${kindOf(error)}).`);
    }
  }

  private headers(): Record<string, string> {
    const { token } = this.access;
    return { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  }
}

class UnusableAnswer extends Error {}

function kindOf(error: unknown): string {
  if (error instanceof UnusableAnswer) return error.message;
  return error instanceof Error ? error.name : 'unknown error';
}
