import { once } from 'node:events';
import { errors, PDU, type PduFields } from 'smpp';
import { startPhone, type Phone } from '../../simulators/phone/phone';
import { number, Sender, statusOf, type Bind } from './support/sender';

let phone: Phone;

beforeAll(async () => {
  phone = await startPhone({ smppPort: 0, webPort: 0 });
});
afterAll(() => phone.close());
beforeEach(() => {
  phone.misbehave({});
  phone.empty();
});
afterEach(() => phone.cutLinks());

const bound = (by?: Bind) => Sender.bound(phone, by);
const link = () => Sender.connected(phone);
const texts = () => phone.messages.map(({ text }) => text);

describe('a message', () => {
  test.each([
    ['GSM-7', 'Costa 5 € [più o meno]: perché no? {^~|\\}', 1],
    ['the default alphabet, which is GSM-7', 'àèéìòù @£$ ok', 0],
    ['UCS-2', 'È così – 🙂 «ciao»', 8],
  ])('in %s reaches the inbox as it was written', async (_alphabet, text, data_coding) => {
    const answer = await (await bound()).submit({ short_message: text, data_coding });
    expect(answer['message_id']).toMatch(/^[0-9a-f]{16}$/);
    expect(phone.messages).toEqual([
      { from: 'WindTre', to: number, text, receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string },
    ]);
  });

  test('that is longer than one PDU may be comes in message_payload', async () => {
    const text = 'lungo '.repeat(100);
    await (await bound()).submit({ short_message: '', message_payload: text });
    expect(texts()).toEqual([text]);
  });

  test.each([
    ['an 8-bit reference', (total: number, at: number) => [5, 0, 3, 77, total, at]],
    ['a 16-bit reference', (total: number, at: number) => [6, 8, 4, 1, 77, total, at]],
  ])('cut in segments with %s is shown once, whole, and only when all are there', async (_kind, header) => {
    const sender = await bound();
    const parts = ['uno, ', 'due – ', 'tre'];
    const send = (at: number) =>
      sender.submit({
        short_message: { udh: Buffer.from(header(3, at)), message: parts[at - 1] },
        data_coding: 8,
      });
    const ids = [await send(3), await send(1), await send(1)].map((answer) => answer['message_id']);
    expect(phone.messages).toEqual([]);
    ids.push((await send(2))['message_id']);
    expect(texts()).toEqual(['uno, due – tre']);
    expect(new Set(ids).size).toBe(4);
  });

  test('cut in segments by SAR parameters is put together', async () => {
    const sender = await bound();
    const place = { sar_msg_ref_num: 5, sar_total_segments: 2 };
    await sender.submit({ ...place, sar_segment_seqnum: 2, short_message: 'due' });
    await sender.submit({ ...place, sar_segment_seqnum: 1, short_message: 'uno' });
    expect(texts()).toEqual(['unodue']);
  });

  test('is not mixed with segments of another reference that ends alike', async () => {
    const sender = await bound();
    const segment = (high: number, at: number) => ({
      udh: Buffer.from([6, 8, 4, high, 9, 2, at]),
      message: 'x',
    });
    await sender.submit({ short_message: segment(1, 1) });
    await sender.submit({ short_message: segment(2, 2) });
    expect(phone.messages).toEqual([]);
  });

  test('of one sender is not mixed with segments of the same reference to another number', async () => {
    const sender = await bound();
    const segment = (at: number, message: string) => ({ udh: Buffer.from([5, 0, 3, 1, 2, at]), message });
    await sender.submit({ short_message: segment(1, 'a') });
    await sender.submit({ short_message: segment(2, 'b'), destination_addr: '393999000002' });
    expect(phone.messages).toEqual([]);
  });

  test.each([
    ['to no number', { destination_addr: 'nobody' }, 'ESME_RINVDSTADR'],
    ['in an alphabet that is not known', { data_coding: 4, short_message: Buffer.from([1]) }, 'ESME_RINVDCS'],
    [
      'that is segment 3 of 2',
      { short_message: { udh: Buffer.from([5, 0, 3, 1, 2, 3]), message: 'x' } },
      'ESME_RSUBMITFAIL',
    ],
  ])('%s is refused and not kept', async (_what, fields, status) => {
    expect(await statusOf((await bound()).submit(fields))).toBe(status);
    expect(phone.messages).toEqual([]);
  });
});

describe('a link', () => {
  test('is bound with the right credentials alone, and once', async () => {
    const sender = await link();
    const bind = (fields: PduFields) => statusOf(sender.ask('bind_transceiver', fields));
    expect(await bind({ system_id: 'other', password: 'selfcare' })).toBe('ESME_RINVSYSID');
    expect(await bind({ system_id: 'selfcare', password: 'wrong' })).toBe('ESME_RINVPASWD');
    expect(await bind({ system_id: 'selfcare', password: 'selfcare' })).toBe('ESME_ROK');
    expect(await bind({ system_id: 'selfcare', password: 'selfcare' })).toBe('ESME_RALYBND');
  });

  test('takes messages only when it is bound to send', async () => {
    expect(await statusOf((await link()).submit())).toBe('ESME_RINVBNDSTS');
    expect(await statusOf((await bound('bind_receiver')).submit())).toBe('ESME_RINVBNDSTS');
    expect(await statusOf((await bound('bind_transmitter')).submit())).toBe('ESME_ROK');
    expect(texts()).toHaveLength(1);
  });

  test('ends after an unbind, which is answered', async () => {
    const sender = await bound();
    const ended = once(sender.session, 'close');
    expect(await statusOf(sender.ask('unbind'))).toBe('ESME_ROK');
    await ended;
  });

  test('is told that a command is not served', async () => {
    const sender = await bound();
    const refused = once(sender.session, 'generic_nack') as Promise<[PDU]>;
    sender.session.send(new PDU('query_sm', { message_id: '1' }));
    expect((await refused)[0].command_status).toBe(errors['ESME_RINVCMDID']);
  });
});

describe('a receipt', () => {
  test('names the message in TLVs and in text, and comes after the answer', async () => {
    const sender = await bound();
    const { message_id: id } = await sender.submit({ registered_delivery: 1 });
    await sender.settled();
    expect(sender.receipts).toHaveLength(1);
    expect(sender.receipts[0]).toMatchObject({
      esm_class: 4,
      source_addr: number.slice(1),
      destination_addr: 'WindTre',
      receipted_message_id: id,
      message_state: 2,
    });
    expect(sender.receipts[0]!['short_message']).toEqual({
      message: expect.stringMatching(
        new RegExp(
          `^id:${String(id)} sub:001 dlvrd:001 submit date:\\d{10} done date:\\d{10} stat:DELIVRD err:000 text:Il codice e 123456$`,
        ),
      ) as string,
    });
  });

  test('is sent to whom it was asked for alone', async () => {
    const sender = await bound();
    await sender.submit({ registered_delivery: 0 });
    await sender.submit({ registered_delivery: 2 });
    phone.misbehave({ receiptState: 'UNDELIV' });
    const failed = await sender.submit({ registered_delivery: 2 });
    await sender.settled();
    expect(sender.receipts.map((receipt) => receipt['receipted_message_id'])).toEqual([failed['message_id']]);
    expect(sender.receipts[0]).toMatchObject({ message_state: 5 });
  });

  test('waits for a link that may receive', async () => {
    const { message_id: id } = await (await bound('bind_transmitter')).submit({ registered_delivery: 1 });
    const receiver = await link();
    await receiver.ask('bind_receiver', { system_id: 'selfcare', password: 'selfcare' });
    await receiver.settled();
    expect(receiver.receipts.map((receipt) => receipt['receipted_message_id'])).toEqual([id]);
  });

  test('is lost when told so', async () => {
    phone.misbehave({ loseReceipts: true });
    const sender = await bound();
    await sender.submit({ registered_delivery: 1 });
    await sender.settled();
    expect(sender.receipts).toEqual([]);
    expect(texts()).toHaveLength(1);
  });
});
