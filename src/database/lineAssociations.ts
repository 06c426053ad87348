import type { Whole } from '../../workflows/contracts/whole';
import { simKinds } from './recordDocuments';
import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** A line that an account has. One account a line, and two lines an account, are facts of the indexes. */
const lineAssociationFields = fieldsOf({
  /** MSISDN, E.164. */
  _id: { type: String, required: true },
  accountId: { type: String, required: true },
  /** 0 for the line of the registration, 1 for the second SIM (rule 39 of the FAQ). */
  slot: { type: Number, enum: [0, 1], required: true },
  /** Of the company that had the line when it was proved, 11 digits. */
  vatNumber: { type: String, required: true },
  /** Workflow id of the flow that proved the line. */
  associatedBy: { type: String, required: true },
  associatedAt: { type: Date, required: true },
  simKind: { type: String, enum: simKinds, required: true },
  /** `YYYY-MM-DD`: a line that was activated anew since is somebody else's. */
  lineActivatedOn: { type: String, required: true },
  /** Whether the network's recognition of the line signs in, where its owner said so; {@link signsInByNetwork}. */
  autologin: { type: Boolean },
  /** Raised by each such sign-in, so that one which meets the line's release in the same moment is not missed by it. */
  networkSignIns: { type: Number },
});

export type LineAssociation = DocumentOf<typeof lineAssociationFields>;

/** As the proof of the line writes it. */
export type ProvenAssociation = Whole<Omit<LineAssociation, 'autologin' | 'networkSignIns'>>;

export const lineAssociationSchema = collectionSchema('lineAssociations', lineAssociationFields);

/** A data-only line does not, unless its owner says so: a guest of its router would be signed in. */
export function signsInByNetwork({
  simKind,
  autologin,
}: Pick<LineAssociation, 'simKind' | 'autologin'>): boolean {
  return autologin ?? simKind !== 'data-only';
}

/** Serves the registered lines of a company, in the order of their numbers. */
lineAssociationSchema.index({ vatNumber: 1, _id: 1 }, { name: 'registered_lines_of_a_vat_number' });
/** At most two lines an account, under any race. */
lineAssociationSchema.index({ accountId: 1, slot: 1 }, { name: 'two_lines_an_account', unique: true });
