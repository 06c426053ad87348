import type { Figures } from '../../config/figures';
import type { TelcoManager } from '../../database/accounts';
import type { Database } from '../../database/database';
import type { SendRecord } from '../../database/sendRecords';
import type { Delivery } from '../../../workflows/contracts/flow';
import { invitationMailKey } from '../../../workflows/contracts/telcoManagerInvitation';
import type { DatabaseDeadline } from '../../http/databaseDeadline';

export interface DeliveryDependencies {
  readonly database: Pick<Database, 'sendRecords'>;
  readonly databaseDeadline: DatabaseDeadline;
  readonly figures: Pick<Figures, 'resendsPerFlow'>;
}

type Deliveries = ReadonlyMap<TelcoManager['_id'], Delivery>;

const deliveryOf: Readonly<Record<SendRecord['state'], Delivery | undefined>> = {
  handedOver: undefined,
  postponed: 'DELAYED',
  accepted: 'SENT',
  refused: 'UNDELIVERABLE',
};

/**
 * By the managers' ids, the state of the latest invitation's latest mail. For an active manager, and once the mail's record
 * is gone, there is none.
 */
export async function deliveriesTo(
  { database, databaseDeadline, figures }: DeliveryDependencies,
  managers: readonly Pick<TelcoManager, '_id' | 'heldBy' | 'status'>[],
): Promise<Deliveries> {
  const numbers = Array.from({ length: figures.resendsPerFlow + 1 }, (_, index) => index + 1);
  const invited = managers.filter(({ status }) => status === 'reserved');
  const keysOf = (heldBy: string) => numbers.map((number) => invitationMailKey(heldBy, number));
  const keys = invited.flatMap(({ heldBy }) => keysOf(heldBy));
  const found = database.sendRecords.find({ _id: { $in: keys } }, { state: 1 }).lean();
  const records = await databaseDeadline.within(found.exec());
  const states = new Map(records.map(({ _id, state }) => [_id, state]));
  const deliveries = new Map<TelcoManager['_id'], Delivery>();
  for (const { _id, heldBy } of invited) {
    const state = keysOf(heldBy)
      .map((key) => states.get(key))
      .findLast((each) => each !== undefined);
    const delivery = state && deliveryOf[state];
    if (delivery) deliveries.set(_id, delivery);
  }
  return deliveries;
}
