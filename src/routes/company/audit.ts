import { z } from 'zod';
import { auditEventNames, auditRoles, type AuditEvent } from '../../database/auditEvents';
import { shortOriginOf, type AuditTrail } from '../../database/auditTrail';
import { endpoint, operation, type Endpoint } from '../../http/endpoint';
import { pageSize, time } from '../../http/schemas';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import { signedInOf } from '../../http/endpointCall';
import type { Locale } from '../../../workflows/contracts/flow';
import { auditTexts } from './auditTexts';
import type { Whole } from '../../../workflows/contracts/whole';

const mostEventsAPage = 100;
const eventsAPage = 50;

const querySchema = z.strictObject({
  event: z.enum(auditEventNames).optional(),
  cursor: z
    .string()
    .regex(/^[0-9]{1,14}[.][A-Za-z0-9_-]{43}$/)
    .transform((text) => {
      const [at, _id = ''] = text.split('.');
      return { at: new Date(Number(at)), _id };
    })
    .optional()
    .meta({ description: '`nextCursor` of the page before.' }),
  limit: pageSize('Events', { most: mostEventsAPage, usual: eventsAPage }),
});

const eventSchema = z
  .object({
    id: z.string(),
    event: z.enum(auditEventNames).meta({ description: 'Stable; programs decide by it.' }),
    text: z.string().meta({ description: 'The event in a sentence, by `Accept-Language`.' }),
    at: time,
    actor: z
      .object({
        role: z.enum(auditRoles),
        name: z.string().optional().meta({ description: 'Username or line, masked.' }),
        you: z.boolean(),
      })
      .meta({ id: 'AuditActor' }),
    subject: z.string().optional().meta({ description: 'What it happened to, masked.' }),
    detail: z.string().optional().meta({ description: 'A word of the service that says more.' }),
    origin: z.string().optional().meta({
      description: 'Stands for the network address that it came from: the same for the same address.',
    }),
    supportReference: z.string().optional(),
  })
  .meta({ id: 'AuditEvent' });

const answerSchema = z
  .object({
    events: z.array(eventSchema),
    nextCursor: z.string().optional().meta({ description: 'Absent on the last page.' }),
  })
  .meta({ id: 'CompanyAudit' });

export interface CompanyAuditDependencies {
  readonly auditTrail: AuditTrail;
  readonly databaseDeadline: DatabaseDeadline;
}

const readCompanyAuditOperation = operation({
  method: 'get',
  path: '/v1/company/audit',
  operationId: 'readCompanyAudit',
  summary: "Read the own company's security events",
  session: 'readCompanyAudit',
  query: querySchema,
  success: { status: 200, description: 'Events, the latest first.', schema: answerSchema },
  problems: [],
});

/** `GET /v1/company/audit`: the security events of the signed-in person's company, the latest first. */
export function companyAuditEndpoint({ auditTrail, databaseDeadline }: CompanyAuditDependencies): Endpoint {
  return endpoint(readCompanyAuditOperation, async (request) => {
    const { vatNumber, _id: accountId } = signedInOf(request).account;
    const { event, cursor: before, limit = eventsAPage } = request.query;
    const found = auditTrail.find({ vatNumber, event, before, limit: limit + 1 });
    const events = await databaseDeadline.within(found);
    const page = events.slice(0, limit);
    const last = events.length > limit ? page.at(-1) : undefined;
    const body = {
      events: page.map((each) => viewOf(each, request.locale, accountId)),
      ...(last && { nextCursor: `${last.at.getTime()}.${last._id}` }),
    };
    return { status: 200, body };
  });
}

function viewOf(told: AuditEvent, locale: Locale, ownAccountId: string): Whole<z.output<typeof eventSchema>> {
  const { _id, event, at, actor, subject, detail, addressKey, reference } = told;
  return {
    id: _id,
    event,
    text: auditTexts[event][locale],
    at: at.toISOString(),
    actor: {
      role: actor.role,
      name: actor.name,
      you: actor.accountId === ownAccountId,
    },
    subject,
    detail,
    origin: addressKey === undefined ? undefined : shortOriginOf(addressKey),
    supportReference: reference,
  };
}
