import { z } from 'zod';

/** Resources of the CRM that are read, as far as they are needed; what else they hold is left out. */
export const crmPaths = {
  organization: '/partyManagement/v4/organization',
  individual: '/partyManagement/v4/individual',
  product: '/productInventory/v4/product',
} as const;

/** Names that the CRM's configuration must give: roles, identifications and characteristics are free text in TM Forum's model. */
export const crmNames = {
  vatNumber: 'vatNumber',
  taxCode: 'taxCode',
  legalRepresentative: 'legalRepresentative',
  segment: 'segment',
  email: 'email',
  mobile: 'mobile',
} as const;

const identification = z.object({ identificationType: z.string(), identificationId: z.string() });

/** What `pick` finds in the first entry where it finds something; finding nothing makes the answer unusable. */
function required<Entry, Value>(
  entries: readonly Entry[],
  pick: (entry: Entry) => Value | undefined,
  context: z.RefinementCtx,
): Value {
  for (const entry of entries) {
    const value = pick(entry);
    if (value !== undefined) return value;
  }
  context.addIssue({ code: 'custom', message: 'an entry is missing' });
  return z.NEVER;
}

/** TMF632 Organization: one for each contract, its id being the customer code. */
export const organizationSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    organizationIdentification: z.array(identification),
    partyCharacteristic: z.array(z.object({ name: z.string(), value: z.unknown() })),
    relatedParty: z.array(z.object({ id: z.string().min(1), role: z.string().optional() })),
  })
  .transform((organization, context) => ({
    customerCode: organization.id,
    companyName: organization.name,
    vatNumber: required(
      organization.organizationIdentification,
      (entry) => (entry.identificationType === crmNames.vatNumber ? entry.identificationId : undefined),
      context,
    ),
    segment: required(
      organization.partyCharacteristic,
      (entry) => (entry.name === crmNames.segment ? segmentSchema.safeParse(entry.value).data : undefined),
      context,
    ),
    representativeId: required(
      organization.relatedParty,
      (entry) => (entry.role === crmNames.legalRepresentative ? entry.id : undefined),
      context,
    ),
  }));

const segmentSchema = z.enum(['SME', 'LARGE']);

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
    /** A date or a date-time; the date is what counts. */
    birthDate: z.string().regex(/^\d{4}-\d{2}-\d{2}(?:T.*)?$/),
    individualIdentification: z.array(identification),
    contactMedium: z.array(contactMedium),
  })
  .transform((individual, context) => ({
    id: individual.id,
    firstName: individual.givenName,
    lastName: individual.familyName,
    birthDate: individual.birthDate.slice(0, 10),
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
