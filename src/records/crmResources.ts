import { z } from 'zod';
import { type Line, simKinds } from '../database/recordDocuments';
import { normaliseIccid, normalisePuk } from '../identifiers/typedText';
import { normaliseLineNumber } from '../identifiers/msisdn';
import { normaliseVatNumber } from '../identifiers/vatNumber';

/** Resources of the CRM that are read, as far as they are needed; what else they hold is left out. */
export const crmPaths = {
  organization: '/partyManagement/v4/organization',
  individual: '/partyManagement/v4/individual',
  product: '/productInventory/v4/product',
  resource: '/resourceInventoryManagement/v4/resource',
} as const;

/** Names that the CRM's configuration must give: roles, identifications and characteristics are free text in TM Forum's model. */
export const crmNames = {
  vatNumber: 'vatNumber',
  taxCode: 'taxCode',
  legalRepresentative: 'legalRepresentative',
  segment: 'segment',
  email: 'email',
  mobile: 'mobile',
  iccid: 'iccid',
  simKind: 'simKind',
  puk: 'puk',
  activatedOn: 'activatedOn',
  offerCode: 'offerCode',
  smsBarred: 'smsBarred',
} as const;

const characteristic = z.object({ name: z.string(), value: z.unknown() });
const identification = z.object({ identificationType: z.string(), identificationId: z.string() });

/** What `pick` finds in the first entry where it finds something; finding nothing makes the answer unusable. */
function required<Entry, Value>(
  entries: readonly Entry[],
  pick: (entry: Entry) => Value | undefined,
  context: z.RefinementCtx,
): Value {
  const value = first(entries, pick);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: 'an entry is missing' });
  return z.NEVER;
}

function first<Entry, Value>(
  entries: readonly Entry[],
  pick: (entry: Entry) => Value | undefined,
): Value | undefined {
  for (const entry of entries) {
    const value = pick(entry);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Takes the value of the characteristic `name`, where it is as `schema` describes. */
function named<Value>(name: string, schema: z.ZodType<Value>) {
  return (entry: z.infer<typeof characteristic>): Value | undefined =>
    entry.name === name ? schema.safeParse(entry.value).data : undefined;
}

/** A date, or a date-time that means one: what is no midnight as it stands is the day in Italy. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:T.*)?$/)
  .transform((text) => {
    const moment = Date.parse(text);
    const isPlain = /^.{10}(?:T00:00|$)/.test(text) || !/(?:Z|[+-]\d\d:?\d\d)$/.test(text);
    return isPlain || Number.isNaN(moment) ? text.slice(0, 10) : dayInItaly.format(moment);
  });
const dayInItaly = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' });
const segmentSchema = z.enum(['SME', 'LARGE']);

/** TMF632 Organization: one for each contract, its id being the customer code. */
export const organizationSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    organizationIdentification: z.array(identification),
    partyCharacteristic: z.array(characteristic),
    relatedParty: z.array(z.object({ id: z.string().min(1), role: z.string().optional() })),
  })
  .transform((organization, context) => ({
    customerCode: organization.id,
    companyName: organization.name,
    vatNumber: required(
      organization.organizationIdentification,
      ({ identificationType, identificationId }) =>
        identificationType === crmNames.vatNumber
          ? (normaliseVatNumber(identificationId) ?? identificationId)
          : undefined,
      context,
    ),
    segment: required(organization.partyCharacteristic, named(crmNames.segment, segmentSchema), context),
    representativeId: required(
      organization.relatedParty,
      (entry) => (entry.role === crmNames.legalRepresentative ? entry.id : undefined),
      context,
    ),
  }));

const contactMedium = z.object({
  mediumType: z.string(),
  characteristic: z.object({ emailAddress: z.string().optional(), phoneNumber: z.string().optional() }),
});

/** TMF632 Individual: a legal representative. */
export const individualSchema = z
  .object({
    id: z.string().min(1),
    givenName: z.string().min(1),
    familyName: z.string().min(1),
    birthDate: day,
    individualIdentification: z.array(identification),
    contactMedium: z.array(contactMedium),
  })
  .transform((individual, context) => ({
    id: individual.id,
    firstName: individual.givenName,
    lastName: individual.familyName,
    birthDate: individual.birthDate,
    taxCode: required(
      individual.individualIdentification,
      (entry) => (entry.identificationType === crmNames.taxCode ? entry.identificationId : undefined),
      context,
    ),
    email: required(
      individual.contactMedium,
      (entry) => (entry.mediumType === crmNames.email ? entry.characteristic.emailAddress : undefined),
      context,
    ),
    mobile: required(
      individual.contactMedium,
      (entry) => (entry.mediumType === crmNames.mobile ? entry.characteristic.phoneNumber : undefined),
      context,
    ),
  }));

/** TMF637 Product: what a contract has, a line's offer among it. */
export const productSchema = z.object({
  status: z.string(),
  productOffering: z.object({ id: z.string().min(1) }).optional(),
});

/** What TMF639 has for the state of a resource. */
const resourceStatus = z.enum(['alarm', 'available', 'reserved', 'standby', 'suspended', 'unknown']);
/** Anything else than these is no customer's line any more. */
const statusOfResource: Partial<Record<z.infer<typeof resourceStatus>, Line['status']>> = {
  available: 'active',
  suspended: 'suspended',
};
const puk = z.string().transform(normalisePuk);
const iccid = z
  .string()
  .min(1)
  .transform((text) => normaliseIccid(text) ?? text);
const yes = z.union([z.literal(true), z.enum(['true', 'yes'])]).transform(() => true);

/** TMF639 LogicalResource: a number, with the line and SIM that a customer has of it; undefined for a number that no customer has. */
export const lineResourceSchema = z
  .object({
    /** The MSISDN, E.164. */
    value: z.string(),
    resourceStatus,
    resourceCharacteristic: z.array(characteristic),
  })
  .transform(({ value, resourceStatus: status, resourceCharacteristic: entries }, context) => {
    const vatNumber = first(entries, named(crmNames.vatNumber, z.string().min(1)));
    if (vatNumber === undefined) return undefined;
    return {
      msisdn: normaliseLineNumber(value) ?? value,
      vatNumber: normaliseVatNumber(vatNumber) ?? vatNumber,
      simKind: required(entries, named(crmNames.simKind, z.enum(simKinds)), context),
      status: statusOfResource[status] ?? 'ceased',
      smsBarred: first(entries, named(crmNames.smsBarred, yes)),
      activatedOn: required(entries, named(crmNames.activatedOn, day), context),
      iccid: required(entries, named(crmNames.iccid, iccid), context),
      puk: first(entries, named(crmNames.puk, puk)),
      offerCode: first(entries, named(crmNames.offerCode, z.string().min(1))),
    };
  });

export type LineResource = NonNullable<z.infer<typeof lineResourceSchema>>;
