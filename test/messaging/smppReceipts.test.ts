import type { SmsChannel } from '../../src/messaging/channel';
import { startScriptedSmsc, type ScriptedSmsc } from './support/scriptedSmsc';
import { smppChannelTo, type Told } from './support/smsMessages';

let smsc: ScriptedSmsc;
let channel: SmsChannel;
let told: Told;

beforeAll(async () => {
  smsc = await startScriptedSmsc();
});
afterAll(() => smsc.stop());
beforeEach(async () => {
  ({ channel, told } = smppChannelTo(smsc.port));
  await channel.probe();
});
afterEach(() => channel.close());

describe('a receipt', () => {
  const text =
    'id:0a1B sub:001 dlvrd:001 submit date:2603021000 done date:2603021001 stat:UNDELIV err:012 text:Il codice';

  /** Delivers, and waits for the answer. */
  async function deliver(fields: Parameters<ScriptedSmsc['deliver']>[0]): Promise<void> {
    const answered = smsc.next('deliver_sm_resp');
    smsc.deliver({ source_addr: '393201234567', destination_addr: 'WindTre', ...fields });
    expect(await answered).toMatchObject({ command_status: 0 });
    await channel.probe();
  }
  it('as text is answered and passed on, with its id as the provider wrote it', async () => {
    await deliver({ esm_class: 0x04, short_message: text });
    expect(told.receipts).toEqual([{ providerId: '0a1B', state: 'undeliverable', errorCode: '012' }]);
  });

  it('as parameters is answered and passed on; they count more than the text', async () => {
    await deliver({ esm_class: 0x04, short_message: text, receipted_message_id: '42', message_state: 2 });
    await deliver({ receipted_message_id: '43', message_state: 2 });
    expect(told.receipts).toMatchObject([
      { providerId: '42', state: 'delivered' },
      { providerId: '43', state: 'delivered' },
    ]);
  });

  it('in the parameter for long texts is read, too', async () => {
    await deliver({ esm_class: 0x04, message_payload: text });
    expect(told.receipts).toMatchObject([{ providerId: '0a1B', state: 'undeliverable' }]);
  });

  it.each([
    ['DELIVRD', 2, 'delivered'],
    ['EXPIRED', 3, 'expired'],
    ['DELETED', 4, 'undeliverable'],
    ['UNDELIV', 5, 'undeliverable'],
    ['ACCEPTD', 6, 'accepted'],
    ['UNKNOWN', 7, 'unknown'],
    ['REJECTD', 8, 'rejected'],
    ['ENROUTE', 1, 'accepted'],
    ['nonsense', 77, 'unknown'],
  ] as const)('%s and %i say the same', async (word, number, state) => {
    await deliver({ esm_class: 0x04, short_message: `id:1 stat:${word}` });
    await deliver({ receipted_message_id: '1', message_state: number });
    expect(told.receipts).toEqual([
      { providerId: '1', state },
      { providerId: '1', state },
    ]);
  });

  it('is not what somebody writes from a phone: that is answered and ignored, and no number is logged', async () => {
    await deliver({ esm_class: 0, short_message: text });
    await deliver({ esm_class: 0x04, short_message: 'STOP' });
    expect(told.receipts).toEqual([]);
    const lines = told.lines.filter((line) => line.includes('answered and ignored'));
    expect(lines).toHaveLength(2);
    expect(told.lines.join()).not.toMatch(/393201234567|0a1B|STOP/);
  });
});
