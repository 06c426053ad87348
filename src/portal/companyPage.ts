import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import { shownNumber } from '../identifiers/msisdn';
import { listCompanyLinesOperation, readCompanyOperation } from '../routes/company';
import type { ListedLine } from '../routes/company/companyLines';
import { freeLinePath } from './actions';
import { inItalianDate } from './clock';
import { languageOf, linkTo } from './language';
import { sendPage, type PageProblem } from './pages';
import { accountPath, companyPath } from './paths';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

interface Listed {
  readonly lines: readonly ListedLine[];
  readonly nextCursor?: string | undefined;
  readonly problems: readonly PageProblem[];
}

/** `/company`: the company and its lines, searched and paged; a registered one may be freed. */
export class CompanyPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls' | 'note'>) {}

  show(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, async () => {
      const company = await this.parts.calls.call(request, response, readCompanyOperation, {});
      const { lines: counts, vatNumber, name = '' } = company;
      const { lines, nextCursor, problems } = await this.lines(request, response);
      const { locale } = languageOf(request);
      const { search = '' } = wantedOf(request);
      sendPage(request, response, {
        name: 'company',
        problems,
        data: {
          ...{
            vatNumber,
            name,
            search,
            key: randomUUID(),
            lang: languageOf(request).query.slice('?lang='.length),
          },
          total: counts.total,
          registered: counts.registered,
          next:
            nextCursor === undefined
              ? ''
              : linkTo(request, companyPath, { ...wantedOf(request), cursor: nextCursor }),
          action: companyPath,
          freeAction: linkTo(request, freeLinePath),
          back: linkTo(request, accountPath),
          lines: lines.map((line) => ({
            ...line,
            shown: shownNumber(line.line),
            since: line.registeredSince === null ? '' : inItalianDate(line.registeredSince, locale),
          })),
        },
      });
    });
  }

  /** A search that the operation refuses is told beside its field, with no line. */
  private async lines(request: Request, response: Response): Promise<Listed> {
    const query = wantedOf(request);
    try {
      const page = await this.parts.calls.call(request, response, listCompanyLinesOperation, { query });
      return { ...page, problems: [] };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'REQUEST_INVALID') throw error;
      this.parts.note(error, response);
      return { lines: [], problems: [{ code: 'SEARCH_INVALID', field: 'search' }] };
    }
  }
}

function wantedOf({ query }: Request): { readonly search?: string; readonly cursor?: string } {
  const { search, cursor } = query;
  return {
    ...(typeof search === 'string' && search.trim() !== '' && { search }),
    ...(typeof cursor === 'string' && { cursor }),
  };
}
