import { z } from 'zod';
import { segments } from '../database/recordDocuments';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { pageSize } from '../http/schemas';
import { numberSearchOf } from '../records/numberSearch';
import { CompanyLines, companyLineSchema, type CompanyLinesDependencies } from './company/companyLines';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { signedInOf } from '../http/endpointCall';
import type { Whole } from '../../workflows/contracts/whole';

export interface CompanyDependencies extends CompanyLinesDependencies {
  readonly databaseDeadline: DatabaseDeadline;
}

const mostLinesAPage = 100;
const linesAPage = 50;

const companySchema = z
  .object({
    vatNumber: z.string(),
    name: z.string().optional().meta({ description: 'Absent where the records name no contract any more.' }),
    contracts: z.array(
      z
        .object({ customerCode: z.string(), name: z.string(), segment: z.enum(segments) })
        .meta({ id: 'Contract' }),
    ),
    lines: z
      .object({
        total: z.int().meta({ description: 'Ceased ones too.' }),
        registered: z.int().meta({ description: 'Lines that have an account.' }),
      })
      .meta({ id: 'LineCounts' }),
  })
  .meta({ id: 'Company' });

const querySchema = z.strictObject({
  search: z
    .string()
    .transform((text, context) => {
      const search = numberSearchOf(text);
      if (search) return search;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    })
    .optional()
    .meta({
      description: 'First or last digits of the number, 3 at least; with `+` before them the first ones.',
      pattern: '^[ ()./-]*([+][ ()./-]*)?([0-9][ ()./-]*){3,15}$',
      maxLength: 64,
      example: '0001',
    }),
  registered: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Only lines that have an account, or only those that have none.' }),
  cursor: z
    .string()
    .regex(/^[0-9]{5,15}$/)
    .transform((digits) => `+${digits}`)
    .optional()
    .meta({ description: '`nextCursor` of the page before.' }),
  limit: pageSize('Lines', { most: mostLinesAPage, usual: linesAPage }),
});

const linesSchema = z
  .object({
    lines: z.array(companyLineSchema),
    nextCursor: z.string().optional().meta({
      description:
        'Absent on the last page. A filter may leave a page short, even empty, while others follow.',
    }),
  })
  .meta({ id: 'CompanyLines' });

/** `GET /v1/company` and its lines: what the records and the service have of the signed-in person's company. */
export function companyEndpoints(dependencies: CompanyDependencies): Endpoint[] {
  const companyLines = new CompanyLines(dependencies);
  return [readCompany(dependencies, companyLines), listCompanyLines(dependencies, companyLines)];
}

export const readCompanyOperation = operation({
  method: 'get',
  path: '/v1/company',
  operationId: 'readCompany',
  summary: 'Read the own company',
  session: 'readCompany',
  success: { status: 200, description: 'The company.', schema: companySchema },
  problems: [],
});

function readCompany(
  { records, databaseDeadline }: CompanyDependencies,
  companyLines: CompanyLines,
): Endpoint {
  return endpoint(readCompanyOperation, async (request) => {
    const { vatNumber } = signedInOf(request).account;
    const [contracts, total, registered] = await databaseDeadline.within(
      Promise.all([
        records.contractsOf(vatNumber),
        records.numberOfLines(vatNumber),
        companyLines.numberOfRegistered(vatNumber),
      ]),
    );
    const body: Whole<z.output<typeof companySchema>> = {
      vatNumber,
      name: contracts[0]?.companyName,
      contracts: contracts.map(({ customerCode, companyName: name, segment }) => {
        return { customerCode, name, segment };
      }),
      lines: { total, registered },
    };
    return { status: 200, body };
  });
}

export const listCompanyLinesOperation = operation({
  method: 'get',
  path: '/v1/company/lines',
  operationId: 'listCompanyLines',
  summary: 'List the lines of the own company, page by page, in the order of their numbers',
  session: 'readCompany',
  query: querySchema,
  success: { status: 200, description: 'A page of lines.', schema: linesSchema },
  problems: [],
});

function listCompanyLines({ databaseDeadline }: CompanyDependencies, companyLines: CompanyLines): Endpoint {
  return endpoint(listCompanyLinesOperation, async (request) => {
    const { vatNumber } = signedInOf(request).account;
    const { cursor: after, limit = linesAPage, ...filters } = request.query;
    const { lines, next } = await databaseDeadline.within(
      companyLines.list(vatNumber, { ...filters, after, limit }),
    );
    const body = { lines, ...(next !== undefined && { nextCursor: next.slice(1) }) };
    return { status: 200, body };
  });
}
