import { recordSourceSchema } from './recordSource';
import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

export const segments = ['SME', 'LARGE'] as const;

/** One contract of a company, as the operator's records name it. */
const companyFields = fieldsOf({
  /** Customer code. */
  _id: { type: String, required: true },
  /** 11 digits; one VAT number may have several contracts. */
  vatNumber: { type: String, required: true },
  name: { type: String, required: true },
  segment: { type: String, enum: segments, required: true },
  representative: {
    firstName: { type: String, required: true },
    lastName: { type: String, required: true },
    /** `YYYY-MM-DD` */
    birthDate: { type: String, required: true },
    taxCode: { type: String, required: true },
    email: { type: String, required: true },
    /** E.164 */
    mobile: { type: String, required: true },
  },
  source: { type: recordSourceSchema, required: true },
});

export type Company = DocumentOf<typeof companyFields>;

export const companySchema = collectionSchema('companies', companyFields);

companySchema.index({ vatNumber: 1 }, { name: 'contracts_of_a_vat_number' });
