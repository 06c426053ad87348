import type { Keyring } from '../config/keys';
import type { LineAssociation } from '../database/lineAssociations';
import { keyedDigest } from '../security/digests';
import { flowIdOf, supportReferenceOf } from '../security/flowTokens';
import { sealText } from '../security/sealing';
import type { FlowView } from '../../workflows/contracts/flow';
import type { LineReleaseInput } from '../../workflows/contracts/lineRelease';
import { maskedAccountName } from '../identifiers/typedText';
import type { Flows, FlowStart } from './flows';
import { companyKeyAttribute, supportReferenceAttribute } from './searchAttributes';

export interface ReleaseWish extends Pick<LineReleaseInput, 'reason' | 'actor' | 'locale' | 'addressKey'> {
  readonly association: Pick<LineAssociation, '_id' | 'associatedBy' | 'vatNumber'>;
}

const flow = 'lineRelease';

/** Starts releases of lines, for every way to ask for one. */
export class LineReleases {
  constructor(
    private readonly flows: Flows,
    private readonly serviceKeys: Keyring,
  ) {}

  /**
   * Releases a line from its account, or finds that release: a line that was proved once is released once.
   *
   * @returns `COMPLETED` once it is done; undefined when that is known to be under way
   * @throws Problem `TEMPORARILY_UNAVAILABLE` when nothing was started
   */
  begin(wish: ReleaseWish): Promise<FlowView | undefined> {
    return this.flows.start(this.startOf(wish));
  }

  /** The same without waiting for it. @throws Problem `TEMPORARILY_UNAVAILABLE` when nothing was started */
  launch(wish: ReleaseWish): Promise<void> {
    return this.flows.launch(this.startOf(wish));
  }

  private startOf({ association, addressKey, ...wish }: ReleaseWish): FlowStart {
    const { _id: msisdn, associatedBy, vatNumber } = association;
    const flowId = flowIdOf(this.serviceKeys, flow, '', { msisdn, associatedBy });
    const supportReference = supportReferenceOf(this.serviceKeys, flowId);
    const subject = `line ${maskedAccountName(msisdn)}`;
    const input: LineReleaseInput = {
      ...wish,
      ...{ flowId, associatedBy, subject, supportReference },
      line: sealText(this.serviceKeys, 'recipient', msisdn),
      ...(addressKey !== undefined && { addressKey }),
    };
    return {
      flow,
      flowId,
      input,
      summary: `Line release, ${subject}`,
      searchAttributes: [
        { key: supportReferenceAttribute, value: supportReference },
        { key: companyKeyAttribute, value: keyedDigest(this.serviceKeys, 'VAT number', vatNumber) },
      ],
    };
  }
}
