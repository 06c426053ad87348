import { z } from 'zod';
import type { Config } from '../config/config';
import { accountKinds } from '../database/accounts';
import { type Offer, segments } from '../database/recordDocuments';
import type { Database } from '../database/database';
import { Problem } from '../errors/problem';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { textUpTo } from '../http/schemas';
import { comparableOfferName } from '../identifiers/offerName';
import type { Locale } from '../../workflows/contracts/flow';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { decidePortal, portalReasons, portals, type PortalDecision } from './portals/portalDecision';
import { describedPortals, reasonTexts } from './portals/portalTexts';

export interface PortalDependencies {
  readonly database: Pick<Database, 'offers'>;
  readonly databaseDeadline: DatabaseDeadline;
  readonly addresses: Config['portalAddresses'];
}

type ListedOffer = Pick<Offer, 'name' | 'portal'>;

const longestOfferName = 200;
const longestQueryMs = 1_500;

const querySchema = z.strictObject({
  offer: textUpTo(longestOfferName).regex(/\S/).trim().optional().meta({
    description: 'Name of an offer; case, blanks and accents do not count.',
    example: 'Offerta Esempio Voce',
  }),
  profile: z.enum(accountKinds).optional(),
  segment: z.enum(segments).optional().meta({ description: 'Small or medium company, or large one.' }),
});

const portalShape = {
  portal: z.enum(portals),
  name: z.string().meta({ description: 'As customers know it.' }),
  address: z.url(),
};
const answerSchema = z
  .object({
    decision: z
      .object({
        ...portalShape,
        reason: z.enum(portalReasons).meta({ description: 'Stable; programs decide by it.' }),
        detail: z.string().meta({ description: 'The reason in a sentence or two, by `Accept-Language`.' }),
      })
      .meta({ id: 'PortalDecision' })
      .optional()
      .meta({ description: 'The portal that serves; absent where the offer decides and was not told.' }),
    portals: z.array(z.object(portalShape).meta({ id: 'Portal' })),
    offers: z
      .array(z.string())
      .optional()
      .meta({ description: 'Names that `offer` takes; told where it was not.' }),
  })
  .meta({ id: 'Portals' });

export const findPortalOperation = operation({
  method: 'get',
  path: '/v1/portals',
  operationId: 'findPortal',
  summary: 'Tell which portal serves an offer, and whom',
  query: querySchema,
  success: { status: 200, description: 'The portal, and all of them.', schema: answerSchema },
  problems: ['OFFER_UNKNOWN'],
});

/** `GET /v1/portals`: which customer area serves, by the imported list of offers. */
export function portalEndpoints({ database, databaseDeadline, addresses }: PortalDependencies): Endpoint[] {
  const described = describedPortals(addresses);
  return [
    endpoint(findPortalOperation, async ({ query: { offer, ...who }, locale }) => {
      const listed = await databaseDeadline.within(listedOffers(database));
      const offerPortal = offer === undefined ? undefined : portalOfOffer(listed, offer);
      const decision = decidePortal({ offerPortal, profile: who.profile, segment: who.segment });
      const decided = described.find(({ portal }) => portal === decision?.portal);
      const body = {
        ...(decided && decision && { decision: { ...decided, ...reasonOf(decision, locale) } }),
        portals: described,
        ...(offer === undefined && { offers: namesOf(listed) }),
      };
      return { status: 200, body };
    }),
  ];
}

/** The list is the service's own for every source of customer records: no CRM knows which portal serves an offer. */
function listedOffers({ offers }: Pick<Database, 'offers'>): Promise<readonly ListedOffer[]> {
  const found = offers.find({}, { _id: 0, name: 1, portal: 1 }).maxTimeMS(longestQueryMs).lean();
  return found.exec();
}

/**
 * Among offers of the name, exact spellings come first; one of self-care decides (rule 1 of the FAQ).
 *
 * @throws Problem `OFFER_UNKNOWN`
 */
function portalOfOffer(listed: readonly ListedOffer[], name: string): Offer['portal'] {
  const comparable = comparableOfferName(name);
  const alike = listed.filter((each) => comparableOfferName(each.name) === comparable);
  if (alike.length === 0) throw new Problem('OFFER_UNKNOWN');
  const exact = alike.filter((each) => each.name === name);
  const meant = exact.length > 0 ? exact : alike;
  return meant.some(({ portal }) => portal === 'selfcare') ? 'selfcare' : 'ecare';
}

function namesOf(listed: readonly ListedOffer[]): string[] {
  return [...new Set(listed.map(({ name }) => name))].sort((one, other) => one.localeCompare(other, 'it'));
}

function reasonOf({ reason, unlessLarge }: PortalDecision, locale: Locale) {
  const sentences = [reasonTexts[reason][locale], ...(unlessLarge ? [reasonTexts.largeCompany[locale]] : [])];
  return { reason, detail: sentences.join(' ') };
}
