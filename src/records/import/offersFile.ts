import { z } from 'zod';
import { type Offer, offerPortals } from '../../database/recordDocuments';
import { codeField, faultsOf, oneOf, textField } from './fields';
import type { RecordFile } from './recordFile';

const row = z.object({ offerCode: codeField(), name: textField(), portal: oneOf(offerPortals) });

/** Offers, by offer code. */
export const offersFile: RecordFile = {
  kind: 'offers',
  keyColumn: 'offerCode',
  read(values, source) {
    const parsed = row.safeParse(values);
    if (!parsed.success) return { faults: faultsOf(parsed.error) };
    const { offerCode, name, portal } = parsed.data;
    const document: Offer = { _id: offerCode, name, portal, source };
    return { document };
  },
};
