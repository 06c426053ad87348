import { Schema } from 'mongoose';
import { recordSourceSchema, type RecordSource } from './recordSource';

export const segments = ['SME', 'LARGE'] as const;

/** One contract of a company, as the operator's records name it. */
export interface Company {
  /** Customer code. */
  readonly _id: string;
  /** 11 digits; one VAT number may have several contracts. */
  readonly vatNumber: string;
  readonly name: string;
  readonly segment: (typeof segments)[number];
  readonly representative: {
    readonly firstName: string;
    readonly lastName: string;
    /** `YYYY-MM-DD` */
    readonly birthDate: string;
    readonly taxCode: string;
    readonly email: string;
    /** E.164 */
    readonly mobile: string;
  };
  readonly source: RecordSource;
}

export const companySchema = new Schema<Company>(
  {
    _id: { type: String, required: true },
    vatNumber: { type: String, required: true },
    name: { type: String, required: true },
    segment: { type: String, enum: segments, required: true },
    representative: {
      firstName: { type: String, required: true },
      lastName: { type: String, required: true },
      birthDate: { type: String, required: true },
      taxCode: { type: String, required: true },
      email: { type: String, required: true },
      mobile: { type: String, required: true },
    },
    source: { type: recordSourceSchema, required: true },
  },
  { collection: 'companies', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

companySchema.index({ vatNumber: 1 }, { name: 'contracts_of_a_vat_number' });
