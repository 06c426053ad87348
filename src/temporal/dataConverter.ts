import type { DataConverter } from '@temporalio/common';
import { EncryptingPayloadCodec } from '../security/payloadCodec';
import type { Keyring } from '../config/keys';

/** The converter that clients and workers share: payloads and failures leave a process encrypted only. */
export function encryptingDataConverter(serviceKeys: Keyring): DataConverter {
  return {
    payloadCodecs: [new EncryptingPayloadCodec(serviceKeys)],
    failureConverterPath: require.resolve('../../workflows/failureConverter'),
  };
}
