import { z } from 'zod';
import type { Keyring } from '../../config/keys';
import { type Line, lineStatuses, reversedText, simKinds } from '../../database/recordDocuments';
import { isNumberOf, normaliseLineNumber } from '../../identifiers/msisdn';
import { normalisePuk } from '../../identifiers/typedText';
import { normaliseVatNumber } from '../../identifiers/vatNumber';
import { pukDigestOf } from '../pukDigests';
import { codeField, dayField, faultsOf, iccidField, normalised, oneOf, yesOrNo } from './fields';
import type { RecordFile } from './recordFile';

const notMobile = 'the value is not a mobile number';

const row = z.object({
  msisdn: normalised(normaliseLineNumber, notMobile),
  vatNumber: normalised(normaliseVatNumber, 'the VAT number or its check digit is wrong'),
  iccid: iccidField(),
  simKind: oneOf(simKinds),
  puk: normalised(normalisePuk, 'a PUK has 8 digits'),
  offerCode: codeField(),
  status: oneOf(lineStatuses),
  smsBarred: yesOrNo(),
  activatedOn: dayField(),
});

/**
 * Lines, by MSISDN.
 *
 * @param offerCodes the offers that are known; a line with another one is rejected, since nobody could tell which portal serves it.
 */
export function linesFile(workerKeys: Keyring, offerCodes: ReadonlySet<string>): RecordFile {
  return {
    kind: 'lines',
    keyColumn: 'msisdn',
    read(values, source) {
      const parsed = row.safeParse(values);
      if (!parsed.success) return { faults: faultsOf(parsed.error) };
      const { msisdn, puk, smsBarred, ...columns } = parsed.data;
      if (!isNumberOf(columns.simKind, msisdn))
        return { faults: [{ code: 'INVALID_VALUE', column: 'msisdn', reason: notMobile }] };
      if (!offerCodes.has(columns.offerCode))
        return {
          faults: [
            { code: 'UNKNOWN_OFFER', column: 'offerCode', reason: 'no offer of this code was imported' },
          ],
        };
      const document: Line = {
        _id: msisdn,
        reversed: reversedText(msisdn),
        ...columns,
        ...(smsBarred && { smsBarred }),
        pukDigest: pukDigestOf(workerKeys, columns.iccid, puk),
        source,
      };
      return { document };
    },
  };
}
