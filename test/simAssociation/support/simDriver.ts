import type { FlowView } from '../../../workflows/contracts/flow';
import type { SimKind } from '../../../workflows/contracts/lines';
import type { SimAssociationInput } from '../../../workflows/contracts/simAssociation';
import { CodeDriver, codeFigures } from '../../support/codeDriver';
import type { Surroundings } from '../../support/skippedTime';

/** Drives the association of one SIM as the edge does. */
export class SimDriver extends CodeDriver {
  private simKind: SimKind = 'voice';

  startDataOnly(): Promise<FlowView> {
    this.simKind = 'data-only';
    return this.start();
  }

  puk(updateId?: string): Promise<FlowView> {
    return this.step('submitPuk', { sealed: 'sealed' }, updateId);
  }

  protected input(): SimAssociationInput {
    return {
      flowId: this.flowId,
      owner: { accountId: 'account', sessionEpoch: 2 },
      claim: { line: 'sealed line', lineKey: 'line key', simKind: this.simKind },
      subject: 'line •••••••••0002',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
      figures: codeFigures,
    };
  }
}

export function simDriver(surroundings: Surroundings): SimDriver {
  return new SimDriver('simAssociation', surroundings);
}
