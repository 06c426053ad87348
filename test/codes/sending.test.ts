import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../../src/database/database';
import { MessageDelayed, MessageRefused } from '../../src/messaging/channel';
import type { CodeMessage } from '../../workflows/contracts/codes';
import { messageRefused } from '../../workflows/contracts/flow';
import {
  codeFlow,
  codeInMessage,
  codeRoute,
  createCodeParts,
  hour,
  lineKey,
  seal,
  start,
  typedCode,
  type CodeParts,
} from '../support/codeActivities';
import { originRule } from '../../src/limits/rules';
import { minute } from '../limits/support';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.limits.deleteMany({}), database.sendRecords.deleteMany({})]);
  parts = createCodeParts(database);
});

describe('a code on its way', () => {
  const line = '+393331112233';
  const toLine = { channel: 'sms', address: seal(line), wording: 'registrationCode' } as const;
  const message = (change: Partial<CodeMessage> = {}): CodeMessage => ({
    flow: codeFlow(),
    apparentChannel: 'sms',
    recipient: toLine,
    issue: 1,
    number: 1,
    lifeMs: 600_000,
    ...change,
  });
  const decoy = (change: Partial<CodeMessage> = {}): CodeMessage => {
    const { recipient, ...nobody } = message(change);
    return recipient === toLine ? nobody : { ...nobody, ...(recipient && { recipient }) };
  };
  const send = (change: Partial<CodeMessage> = {}) => parts.activities.sendCode(message(change));

  test('is handed over once for its number, and the same code goes out again with the next number', async () => {
    expect(await send()).toEqual({ acceptedMsAgo: 0 });
    parts.clock.now += 4_000;
    expect(await send()).toEqual({ acceptedMsAgo: 4_000 });
    expect(parts.texts.sent).toHaveLength(1);
    await send({ number: 2 });
    const code = codeInMessage(codeFlow());
    expect(parts.texts.sent.map(({ to, text, lifeMs }) => [to, text.includes(code), lifeMs])).toEqual([
      [line, true, 600_000],
      [line, true, 600_000],
    ]);
    await send({ number: 3, issue: 2 });
    expect(parts.texts.sent[2]?.text).toContain(codeInMessage(codeFlow(), 2));
    expect(await database.sendRecords.findById('employeeRegistration/flow/code/1@run').lean()).toMatchObject({
      channel: 'sms',
      state: 'accepted',
    });
  });

  test.each([
    'registrationCode',
    'takeoverCode',
    'recoveryCode',
    'otherPortal',
    'dataOnlyLine',
    'voiceLine',
  ] as const)('as a text message has the words of %s, with a code where there is one', async (wording) => {
    await send({ recipient: { ...toLine, wording } });
    const carries = parts.texts.sent[0]!.text.includes(codeInMessage(codeFlow()));
    expect(carries).toBe(wording.endsWith('Code'));
  });

  test('goes out in the words of a client, with the code in its place', async () => {
    const template = seal('Il tuo codice: {{code}}');
    await send({ recipient: { ...toLine, wording: 'clientTemplate', template } });
    expect(parts.texts.sent[0]?.text).toBe(`Il tuo codice: ${codeInMessage(codeFlow())}`);
  });

  test.each(['registrationCode', 'takeoverCode', 'recoveryCode', 'askUserAdmin'] as const)(
    'as a mail has the words of %s, with a code where there is one',
    async (wording) => {
      const recipient = { channel: 'mail', address: seal('io@azienda.example'), wording } as const;
      await send({ apparentChannel: 'mail', recipient });
      expect(parts.mails.sent[0]?.to).toBe('io@azienda.example');
      const carries = parts.mails.sent[0]!.text.includes(codeInMessage(codeFlow()));
      expect(carries).toBe(wording.endsWith('Code'));
    },
  );

  test('is in the language of the request, and to the owner of an account in that of the account', async () => {
    const languageOf = async (change: Partial<CodeMessage>) => {
      await send({ recipient: { ...toLine, wording: 'recoveryCode' }, ...change });
      return parts.texts.sent.at(-1)?.text.includes('nuova password') ? 'it' : 'en';
    };
    const flow = codeFlow({ locale: 'en' });
    expect(await languageOf({ number: 1 })).toBe('it');
    expect(await languageOf({ number: 2, flow })).toBe('en');
    const owner = { ...toLine, wording: 'recoveryCode', locale: 'it' } as const;
    expect(await languageOf({ number: 3, flow, recipient: owner })).toBe('it');
  });

  test('to nobody shows the health of the channel that the flow shows, and no other', async () => {
    expect(await parts.activities.sendCode(decoy())).toEqual({ acceptedMsAgo: 0 });
    expect([parts.texts.probes, parts.mails.probes]).toEqual([1, 0]);
    parts.texts.failure = new MessageDelayed('away', false);
    await expect(parts.activities.sendCode(decoy())).rejects.toMatchObject({ nonRetryable: false });
    await expect(parts.activities.sendCode(decoy({ apparentChannel: 'mail' }))).resolves.toBeDefined();
    expect(parts.texts.sent).toEqual([]);
  });

  test('to a recipient on another channel than the flow shows only asks: it is sent apart', async () => {
    const recipient = {
      channel: 'mail',
      address: seal('io@azienda.example'),
      wording: 'recoveryCode',
    } as const;
    await send({ recipient });
    expect([parts.texts.probes, parts.texts.sent.length, parts.mails.sent.length]).toEqual([1, 0, 0]);
  });

  test('that its provider refuses for good is refused for good, and a delay is a wait', async () => {
    parts.texts.failure = new MessageRefused('550');
    await expect(send()).rejects.toMatchObject({ type: messageRefused, nonRetryable: true });
    parts.texts.failure = new MessageDelayed('451', false);
    const delayed = await send({ number: 2 }).catch((error: unknown) => error);
    expect(delayed).not.toBeInstanceOf(ApplicationFailure);
    parts.texts.failure = undefined;
    expect(await send({ number: 2 })).toEqual({ acceptedMsAgo: 0 });
  });

  const prefixKey = lineKey('+39333111');
  const waits = { nonRetryable: false };

  /** An origin with more starts under way than is ordinary. */
  async function startMany(addressKey: string): Promise<void> {
    const { limits, figures } = parts.dependencies;
    const origin = { key: addressKey, rule: originRule(figures), does: 'starts', mark: 'at once' } as const;
    for (const flow of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
      await limits.take({ useId: flow, about: flow, origin, sharer: addressKey, now: parts.clock.now });
  }

  test('past the brake of a prefix waits if its origin starts much, with an alarm, as what only looks like one does; others go on', async () => {
    parts = createCodeParts(database, { SMS_PER_PREFIX_AN_HOUR: '2' });
    await startMany('address');
    await send({ prefixKey, number: 1 });
    await send({ prefixKey, number: 2 });
    await send({ prefixKey, number: 2 });
    expect(parts.alarms).toEqual([]);
    await expect(send({ prefixKey, number: 3 })).rejects.toMatchObject(waits);
    expect(parts.alarms).toEqual(['textMessagesBraked']);
    await expect(parts.activities.sendCode(decoy({ prefixKey, number: 3 }))).rejects.toMatchObject(waits);
    await send({ prefixKey: lineKey('+39333121'), number: 4 });
    await send({ prefixKey, number: 5, flow: codeFlow({ addressKey: 'elsewhere' }) });
    parts.clock.now += 5 * minute;
    await send({ prefixKey, number: 3 });
    expect(parts.texts.sent).toHaveLength(5);
  });

  test('past the brake of the service waits if its origin starts much, as a decoy does; a decoy takes none', async () => {
    parts = createCodeParts(database, { SMS_AN_HOUR: '2' });
    await startMany('address');
    for (let number = 11; number <= 15; number += 1) await parts.activities.sendCode(decoy({ number }));
    await send({ number: 1 });
    await send({ number: 2 });
    await expect(send({ number: 3 })).rejects.toMatchObject(waits);
    await expect(parts.activities.sendCode(decoy({ number: 4 }))).rejects.toMatchObject(waits);
    await send({ number: 5, flow: codeFlow({ addressKey: 'elsewhere' }) });
    await expect(parts.activities.sendCode(decoy({ apparentChannel: 'mail' }))).resolves.toBeDefined();
  });

  test('to a name waits for no prefix: which number it goes to does not show', async () => {
    parts = createCodeParts(database, {
      SMS_PER_PREFIX_AN_HOUR: '1',
      SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR: '1',
    });
    await startMany('address');
    await send({ prefixKey, number: 1 });
    await expect(send({ prefixKey, number: 2 })).rejects.toMatchObject(waits);
    for (const number of [3, 4, 5]) {
      expect(await send({ number })).toEqual({ acceptedMsAgo: 0 });
      expect(await parts.activities.sendCode(decoy({ number: number + 10 }))).toEqual({ acceptedMsAgo: 0 });
    }
  });

  test('waits once its starting address had its share of a prefix, which what only looks like a message takes, too', async () => {
    parts = createCodeParts(database, { SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR: '2' });
    await send({ prefixKey, number: 1 });
    await parts.activities.sendCode(decoy({ number: 2, prefixKey }));
    await expect(send({ prefixKey, number: 3 })).rejects.toMatchObject(waits);
    await expect(parts.activities.sendCode(decoy({ number: 4, prefixKey }))).rejects.toMatchObject(waits);
    await send({ prefixKey, number: 5, flow: codeFlow({ addressKey: 'elsewhere' }) });
    await send({ prefixKey, number: 6, flow: codeFlow({ purpose: 'oneTimePassword' }) });
    expect(parts.texts.sent).toHaveLength(3);
    parts.clock.now += hour;
    await send({ prefixKey, number: 3 });
  });

  test('of a client of the one-time password API takes nothing from what others share', async () => {
    parts = createCodeParts(database, { SMS_PER_PREFIX_AN_HOUR: '1', SMS_AN_HOUR: '1' });
    await startMany('address');
    const ofClient = codeFlow({ purpose: 'oneTimePassword' });
    for (const number of [1, 2, 3]) await send({ prefixKey, number, flow: ofClient });
    await send({ prefixKey, number: 4 });
    expect(parts.texts.sent).toHaveLength(4);
  });

  test('that its provider took in the end counts for the brakes once, however often it was tried', async () => {
    parts.texts.failure = new MessageDelayed('away', false);
    for (let times = 0; times < 4; times += 1) await expect(send({ prefixKey })).rejects.toThrow();
    parts.texts.failure = undefined;
    await send({ prefixKey });
    const counts = (await database.limits.find({ count: { $exists: true } }).lean()).map(
      ({ count }) => count,
    );
    expect(counts).toEqual([1, 1]);
  });

  describe('of a flow that is proved is taken back from the brakes', () => {
    const recipient = toLine;
    const other = codeFlow({ flowId: 'other', addressKey: 'elsewhere' });

    /** What the brakes count, of the service and of the prefix. */
    async function counts(): Promise<number[]> {
      const kept = await database.limits.find({
        _id: /^SMS( to a prefix)?:(?!decoys)/,
        count: { $exists: true },
      });
      return kept.map(({ count = 0 }) => count);
    }

    async function take(request: number, flow = codeFlow(), route = codeRoute({ recipient })): Promise<void> {
      const now = parts.clock.now;
      expect(await parts.activities.takeMessage({ flow, route, request, now })).toBeNull();
    }

    async function prove(route = codeRoute({ recipient }), flow = codeFlow()): Promise<void> {
      const attempt = { flow, route, issue: 1, typed: typedCode(flow), tryId: 'try', isLast: false };
      const verdict = await parts.activities.verifyCode({ ...attempt, now: parts.clock.now });
      expect(verdict).toEqual({ outcome: 'right' });
    }

    test.each([
      ['to a typed number', { prefixKey }, [1, 1]],
      ['to a name', {}, [1]],
    ])(
      '%s, as often as it was counted: a further one that waits never was',
      async (_name, typed, ofOthers) => {
        const route = codeRoute({ recipient, ...typed });
        await send({ ...typed, number: 1, flow: other });
        for (const request of [1, 2, 3]) await take(request, undefined, route);
        await send({ ...typed, number: 1 });
        parts.texts.failure = new MessageDelayed('throttled', false);
        await expect(send({ ...typed, number: 2 })).rejects.toThrow('throttled');
        await prove(route);
        expect(await counts()).toEqual(ofOthers);
      },
    );

    test('once for each message, however often it was tried and whether its answer was lost', async () => {
      await take(1);
      parts.texts.failure = new MessageDelayed('link lost', true);
      await expect(send()).rejects.toThrow('link lost');
      parts.texts.failure = new MessageDelayed('being handed over', false);
      await expect(send()).rejects.toThrow('being handed over');
      expect(await counts()).toEqual([1]);
      await prove();
      expect(await counts()).toEqual([0]);
    });

    test('in the hour in which it was counted', async () => {
      parts.clock.now = start + hour - minute;
      await take(1);
      await send();
      parts.clock.now = start + hour + minute;
      await prove();
      expect(await counts()).toEqual([0]);
    });

    test('unless it only looked like one: the code went by mail', async () => {
      const byMail = {
        channel: 'mail',
        address: seal('io@azienda.example'),
        wording: 'recoveryCode',
      } as const;
      await send({ prefixKey, number: 1, flow: other });
      await take(1);
      await send({ prefixKey, recipient: byMail });
      await prove(codeRoute({ prefixKey, recipient: byMail }));
      expect(await counts()).toEqual([1, 1]);
    });
  });

  test('that its provider did not take leaves the brake to others; of one that it may have taken this is not known', async () => {
    parts = createCodeParts(database, { SMS_PER_PREFIX_AN_HOUR: '1' });
    await startMany('address');
    parts.texts.failure = new MessageDelayed('no link', false);
    for (const number of [1, 2, 3]) await expect(send({ prefixKey, number })).rejects.toThrow('no link');
    parts.texts.failure = new MessageDelayed('link lost', true);
    await expect(send({ prefixKey, number: 4 })).rejects.toThrow('link lost');
    parts.texts.failure = undefined;
    await expect(send({ prefixKey, number: 5 })).rejects.toMatchObject(waits);
    expect(parts.alarms).toEqual(['textMessagesBraked']);
  });
});
