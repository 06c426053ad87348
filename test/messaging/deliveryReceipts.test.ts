import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import type { ReceiptState } from '../../src/database/sendRecords';
import { createReceiptListener, noteReceipt, sendOnce } from '../../src/messaging/sendRecords';
import { createLogger } from '../../src/observability/logger';
import { startScriptedSmsc } from './support/scriptedSmsc';
import { smppChannelTo, sms } from './support/smsMessages';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

/** Ahead of every real clock: the database removes by its own what has expired. */
const start = Date.parse('2030-03-02T10:00:00Z');

let database: Database;
let key: string;
let ids: readonly [string, string];
let nowMs: number;
let looks: number;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => dropTestDatabase(database));
beforeEach(() => {
  key = `employeeRegistration/${randomUUID()}/code/1`;
  ids = [randomUUID(), randomUUID()];
  nowMs = start;
  looks = 0;
});

const now = () => new Date(nowMs);
const send = () =>
  sendOnce(database.sendRecords, { channel: 'sms', key, send: () => Promise.resolve(ids) }, now);
const once = () => {
  looks += 1;
  return Promise.resolve();
};
const note = (providerId: string, state: ReceiptState, wait: () => Promise<unknown> = once) =>
  noteReceipt(database.sendRecords, { providerId, state }, now, wait);
const segments = async () => (await database.sendRecords.findById(key).lean())?.segments;

it('a text message keeps the ids that the provider gave its segments', async () => {
  await send();
  expect(await segments()).toEqual([{ providerId: ids[0] }, { providerId: ids[1] }]);
  expect(await database.sendRecords.findById(key).lean()).toMatchObject({
    channel: 'sms',
    state: 'accepted',
  });
});

it('a provider without ids leaves a record without segments to look for', async () => {
  await sendOnce(database.sendRecords, { channel: 'sms', key, send: () => Promise.resolve([]) }, now);
  expect(await segments()).toEqual([]);
});

it('a receipt tells of its own segment, with its time', async () => {
  await send();
  nowMs += 5_000;
  expect(await note(ids[1], 'delivered')).toBe(true);
  expect(await segments()).toEqual([
    { providerId: ids[0] },
    { providerId: ids[1], state: 'delivered', stateAt: new Date(start + 5_000) },
  ]);
  expect(looks).toBe(0);
});

it.each<ReceiptState>(['delivered', 'accepted'])(
  'a receipt that comes again changes nothing (%s)',
  async (state) => {
    await send();
    await note(ids[0], state);
    nowMs += 60_000;
    expect(await note(ids[0], state)).toBe(true);
    expect((await segments())?.[0]).toEqual({ providerId: ids[0], state, stateAt: new Date(start) });
  },
);

it('of ten receipts at one moment each is known, and one state is left', async () => {
  await send();
  const answers = await Promise.all(Array.from({ length: 10 }, () => note(ids[0], 'delivered')));
  expect(answers).toEqual(Array.from({ length: 10 }, () => true));
  expect((await segments())?.[0]).toMatchObject({ state: 'delivered' });
});

it('a final state replaces one that is not final, never the other way round', async () => {
  await send();
  await note(ids[0], 'accepted');
  await note(ids[0], 'undeliverable');
  await note(ids[0], 'accepted');
  await note(ids[0], 'delivered');
  expect((await segments())?.[0]).toMatchObject({ state: 'undeliverable' });
});

it('a receipt of nothing that is known is looked for once more, and then disowned', async () => {
  await send();
  expect(await note(randomUUID(), 'delivered')).toBe(false);
  expect(looks).toBe(1);
});

it('a receipt that overtakes the answer to its message is found by the later look', async () => {
  expect(await note(ids[0], 'delivered', send)).toBe(true);
  expect((await segments())?.[0]).toMatchObject({ state: 'delivered' });
});

it('ids are compared letter for letter', async () => {
  ids = ['0a1B', '10'];
  await send();
  expect(await note('0A1b', 'delivered')).toBe(false);
  expect(await note('0a1B', 'delivered')).toBe(true);
});

describe('the listener of receipts', () => {
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'info' }, 'test', { write: (line: string) => lines.push(line) });
  const listener = () => createReceiptListener(database.sendRecords, logger, now, once);
  beforeEach(() => {
    lines.length = 0;
  });

  it('notes what comes over SMPP for a message that went out over SMPP', async () => {
    const smsc = await startScriptedSmsc();
    const note = listener();
    let listened: (value: unknown) => void;
    const noted = new Promise((resolve) => (listened = resolve));
    const { channel } = smppChannelTo(smsc.port, {
      onReceipt: (receipt) => {
        listened(note(receipt));
      },
    });
    const sendSms = () => channel.send(sms);
    await sendOnce(database.sendRecords, { channel: 'sms', key, send: sendSms }, now);
    smsc.deliver({ esm_class: 0x04, short_message: 'id:id-1 stat:DELIVRD err:000' });
    await noted;
    expect(await segments()).toEqual([{ providerId: 'id-1', state: 'delivered', stateAt: new Date(start) }]);
    expect(lines.join()).toMatch(/"providerId":"id-1".*"receipt noted"/);
    await channel.close();
    await smsc.stop();
  });

  it('logs that it ignores an unknown receipt', async () => {
    await listener()({ providerId: randomUUID(), state: 'delivered' });
    expect(lines.join()).toContain('receipt of an unknown message ignored');
  });

  it('does not fail where the database does', async () => {
    const away = {
      updateOne: () => Promise.reject(new Error('+393201234567')),
    } as unknown as Database['sendRecords'];
    await createReceiptListener(away, logger, now, once)({ providerId: '1', state: 'delivered' });
    expect(lines.join()).toContain('receipt could not be noted');
    expect(lines.join()).not.toContain('3201234567');
  });
});
