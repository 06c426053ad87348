import { mongo } from 'mongoose';
import type { Database } from '../../src/database/database';
import type { LineVerdict, SimKind } from '../../workflows/contracts/lines';
import type { PukVerdict } from '../../workflows/contracts/puk';
import {
  addLine,
  application,
  codeFlow,
  createCodeParts,
  day,
  lineKey,
  mailboxKey,
  opened,
  otherVatNumber,
  puk,
  questionsOf,
  resetRecords,
  start,
  typedPukOf,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const free = '+393330000001';
const notEligible = '+393330000002';
const registered = '+393330000003';
const ceased = '+393330000004';
const dataOnly = '+393330000005';
const registeredDataOnly = '+393330000006';
const dataOnlyNotEligible = '+393330000007';
const suspended = '+393330000008';
const barred = '+393330000009';
const barredDataOnly = '+393330000010';
const unknown = '+393330000099';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  for (const _id of [registered, registeredDataOnly])
    await database.lineAssociations.create({
      _id,
      accountId: _id,
      slot: 0,
      vatNumber: '99000019994',
      associatedBy: 'flow',
      associatedAt: new Date(),
      simKind: 'voice',
      lineActivatedOn: '2024-01-01',
    });
  await addLine(database, { _id: registered });
  await addLine(database, { _id: ceased, status: 'ceased' });
  for (const _id of [dataOnly, registeredDataOnly]) await addLine(database, { _id, simKind: 'data-only' });
  await addLine(database, {
    _id: dataOnlyNotEligible,
    simKind: 'data-only',
    vatNumber: otherVatNumber,
    offerCode: 'OTHER',
  });
  await addLine(database, { _id: suspended, status: 'suspended' });
  await addLine(database, { _id: barred, smsBarred: true });
  await addLine(database, { _id: barredDataOnly, smsBarred: true, simKind: 'data-only' });
  parts = createCodeParts(database);
});

const check = (line: string, simKind: SimKind = 'voice', flowId = 'flow', addressKey = 'address') =>
  parts.activities.checkLine({ flowId, application: application(line, simKind), addressKey, now: start });

/** A verdict in short, with what is sealed opened. */
function told(verdict: LineVerdict) {
  if (verdict.outcome === 'refused') return verdict.refusal.code;
  const { finding, route, hint } = verdict;
  const recipient = opened(route.recipient);
  const hinted = opened(hint);
  return [
    finding,
    route.apparentChannel,
    recipient ? `${recipient.wording} to ${recipient.address}` : 'nobody',
    route.provable ? 'provable' : 'decoy',
    ...(hinted ? [`${hinted.wording} to ${hinted.address}`] : []),
  ].join(', ');
}

describe('the check of a line', () => {
  test.each([
    [free, `free, sms, registrationCode to ${free}, provable`],
    [registered, `registered, sms, takeoverCode to ${registered}, provable`],
    [unknown, 'unknown, sms, nobody, decoy'],
    [ceased, 'ceased, sms, nobody, decoy'],
    [suspended, `free, sms, registrationCode to ${suspended}, provable`],
    [barred, 'smsBarred, sms, nobody, decoy'],
    [barredDataOnly, 'smsBarred, sms, nobody, decoy'],
    [notEligible, `notEligible, sms, otherPortal to ${notEligible}, decoy`],
    [dataOnly, `dataOnlyDeclaredVoice, sms, dataOnlyLine to ${dataOnly}, decoy`],
  ])('%s as a voice line: %s', async (line, expected) => {
    expect(told(await check(line))).toBe(expected);
  });

  test.each([
    [dataOnly, 'free, mail, registrationCode to io@azienda.example, provable'],
    [registeredDataOnly, 'registered, mail, takeoverCode to io@azienda.example, provable'],
    [unknown, 'unknown, mail, nobody, decoy'],
    [ceased, 'ceased, mail, nobody, decoy'],
    [barred, 'smsBarred, mail, nobody, decoy'],
    [barredDataOnly, 'free, mail, registrationCode to io@azienda.example, provable'],
    [free, `voiceDeclaredDataOnly, mail, nobody, decoy, voiceLine to ${free}`],
    [registered, `voiceDeclaredDataOnly, mail, nobody, decoy, voiceLine to ${registered}`],
    [notEligible, `notEligible, mail, nobody, decoy, otherPortal to ${notEligible}`],
    [dataOnlyNotEligible, `notEligible, mail, nobody, decoy, otherPortal to ${dataOnlyNotEligible}`],
  ])('%s as a data-only line: %s', async (line, expected) => {
    expect(told(await check(line, 'data-only'))).toBe(expected);
  });

  test('counts messages on the line, by mail on the mailbox, and tells a refusal by mail alone', async () => {
    expect(await check(free)).toMatchObject({
      route: { messageKey: lineKey(free), mayRevealRefusal: false },
    });
    const byMail = { messageKey: mailboxKey('io@azienda.example'), mayRevealRefusal: true };
    expect(await check(dataOnly, 'data-only')).toMatchObject({ route: byMail });
    expect(await check(unknown, 'data-only')).toMatchObject({ route: byMail });
  });

  test('asks and counts the same for every line, known or unknown', async () => {
    const usual = [free, registered, unknown, ceased, notEligible, dataOnly, registeredDataOnly];
    const all = [...usual, suspended, barred, barredDataOnly];
    for (const simKind of ['voice', 'data-only'] as const) {
      const asked = new Set<string>();
      for (const line of all)
        asked.add((await questionsOf(database, () => check(line, simKind, `${line}-${simKind}`))).join());
      expect([...asked]).toEqual([
        'limits.bulkWrite,limits.find,lineAssociations.findOne,lines.findOne,lines.findOne,offers.find',
      ]);
    }
  });

  test('refuses the third flow of an address for a line, known or not, and is counted once for a flow', async () => {
    for (const line of [free, unknown]) {
      for (const flowId of ['one', 'one', 'two', 'two'])
        expect((await check(line, 'voice', flowId)).outcome).toBe('admitted');
      expect(await check(line, 'voice', 'three')).toEqual({
        outcome: 'refused',
        refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: day / 1_000 },
      });
      expect((await check(line, 'voice', 'four', 'elsewhere')).outcome).toBe('admitted');
    }
  });

  test('gives no hint past the budget of the line, and the flow looks the same', async () => {
    const verdicts = [];
    for (const flowId of ['one', 'two', 'three']) verdicts.push(told(await check(free, 'data-only', flowId)));
    const decoy = 'voiceDeclaredDataOnly, mail, nobody, decoy';
    expect(verdicts).toEqual([`${decoy}, voiceLine to ${free}`, `${decoy}, voiceLine to ${free}`, decoy]);
  });

  test('waits while the records are away, and is then as if asked once', async () => {
    const findById = () => {
      throw new mongo.MongoNetworkError('away');
    };
    const lines = { findById } as unknown as Database['lines'];
    const away = createCodeParts({ ...database, lines });
    const request = { flowId: 'flow', application: application(free), addressKey: 'address', now: start };
    await expect(away.activities.checkLine(request)).rejects.toMatchObject({ name: 'RecordsUnavailable' });
    expect(told(await check(free))).toContain('provable');
    const kept = await database.limits.find().lean();
    expect(kept.map(({ uses }) => uses?.length)).toEqual([1]);
  });
});

describe('a typed PUK', () => {
  const verify = async (
    typed = '87654321',
    {
      line = dataOnly,
      tryId = 'try',
      flowId = 'flow',
      provable = true,
      now = start,
      addressKey = 'address',
      iccid = undefined as string | undefined,
    } = {},
  ): Promise<PukVerdict> =>
    parts.activities.verifyPuk({
      flow: codeFlow({ flowId, subjectKey: lineKey(line), addressKey }),
      line: application(line, 'data-only').line,
      provable,
      typed: await typedPukOf(flowId, typed, iccid),
      tryId,
      now,
    });

  test('that is right is right, and uses nothing up', async () => {
    for (let index = 0; index < 4; index += 1)
      expect(await verify(puk, { tryId: String(index) })).toEqual({ outcome: 'right' });
  });

  test('may be wrong three times a line a day, over all flows; then it is not compared until the day is over', async () => {
    for (const left of [1, 0])
      expect(await verify('87654321', { flowId: `flow-${left}` })).toEqual({
        outcome: 'wrong',
        attemptsLeft: left,
      });
    const refusal = { code: 'PUK_ATTEMPTS_SPENT', retryAfterSeconds: day / 1_000 };
    expect(await verify(puk, { tryId: 'right' })).toEqual({ outcome: 'refused', refusal });
    const other = { addressKey: 'elsewhere' };
    expect(await verify('87654321', other)).toEqual({ outcome: 'wrong', attemptsLeft: 0 });
    for (const addressKey of ['elsewhere', 'home'])
      expect(await verify(puk, { tryId: 'right', addressKey })).toMatchObject({ outcome: 'refused' });
    expect(await verify(puk, { tryId: 'right', now: start + day - 1 })).toMatchObject({ outcome: 'refused' });
    expect(await verify(puk, { tryId: 'right', now: start + day })).toEqual({ outcome: 'right' });
  });

  test('of the owner is compared after a stranger did all that one address may do, PUKs of other lines included', async () => {
    for (let index = 0; index < 10; index += 1) await verify('87654321', { tryId: `${index}` });
    for (let index = 0; index < 10; index += 1)
      await verify('87654321', { tryId: `${index}`, addressKey: 'stranger', line: free });
    expect(await verify('87654321', { addressKey: 'stranger' })).toMatchObject({ outcome: 'refused' });
    expect(await verify(puk, { addressKey: 'home', flowId: 'owner' })).toEqual({ outcome: 'right' });
  });

  test("beside its SIM's ICCID is the owner's, whatever forty networks did to the line; so is a typing error", async () => {
    for (let index = 0; index < 120; index += 1)
      await verify('87654321', { tryId: `${index}`, addressKey: `a${index % 40}` });
    const owner = { addressKey: 'home', flowId: 'owner' };
    expect(await verify(puk, { ...owner, tryId: 'without' })).toMatchObject({ outcome: 'refused' });
    const { iccid = '' } = (await database.lines.findById(dataOnly).lean()) ?? {};
    expect(await verify('87654321', { ...owner, tryId: 'error', iccid })).toEqual({
      outcome: 'wrong',
      attemptsLeft: 2,
    });
    expect(await verify(puk, { ...owner, tryId: 'right', iccid })).toEqual({ outcome: 'right' });
  });

  test('beside a wrong ICCID is never right, takes none of the right one’s tries, and looks like one beside the right one', async () => {
    const { iccid = '' } = (await database.lines.findById(dataOnly).lean()) ?? {};
    const foreign = '8939990000000099999';
    for (const attemptsLeft of [2, 1, 0])
      expect(await verify(puk, { tryId: `${attemptsLeft}`, iccid: foreign })).toEqual({
        outcome: 'wrong',
        attemptsLeft,
      });
    expect(await verify(puk, { tryId: 'fourth', iccid: foreign })).toMatchObject({ outcome: 'refused' });
    const ofRight = await questionsOf(database, () =>
      verify('87654321', { iccid, addressKey: 'one', flowId: 'one' }),
    );
    const ofWrong = await questionsOf(database, () =>
      verify('87654321', { iccid: '8939990000000099998', addressKey: 'two', flowId: 'two' }),
    );
    expect(ofWrong).toEqual(ofRight);
    expect(await verify(puk, { iccid, addressKey: 'home', flowId: 'owner' })).toEqual({ outcome: 'right' });
  });

  test('that is wrong is answered alike beside the right ICCID and beside a wrong one, whatever was counted before', async () => {
    const { iccid: right = '' } = (await database.lines.findById(dataOnly).lean()) ?? {};
    const networks = ['a', 'b', 'a', 'a', 'c', 'a', 'b', 'd', 'e', 'e', 'e', 'e'];
    const answersTo = async (iccid: string) => {
      await database.limits.deleteMany({});
      await database.auditEvents.deleteMany({});
      const answers: unknown[] = [];
      for (const [index, addressKey] of networks.entries()) {
        const attempt = { tryId: `${index}`, flowId: `${index}`, addressKey, iccid };
        const questions = await questionsOf(database, async () => {
          answers.push(await verify('87654321', attempt));
        });
        answers.push(questions, await verify('87654321', { ...attempt, now: start + 1 }));
      }
      return answers;
    };
    const toRight = await answersTo(right);
    expect(await answersTo('8939990000000099999')).toEqual(toRight);
    expect(toRight).toContainEqual(expect.objectContaining({ outcome: 'refused' }));
  });

  test('beside the right ICCID may be wrong three times a day, from however many networks', async () => {
    const { iccid = '' } = (await database.lines.findById(dataOnly).lean()) ?? {};
    const verdicts = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        verify('87654321', { flowId: `${index}`, addressKey: `a${index % 20}`, iccid }),
      ),
    );
    expect(verdicts.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(3);
  });

  test('that is tried again by a retry is counted once', async () => {
    for (let index = 0; index < 5; index += 1)
      expect(await verify()).toEqual({ outcome: 'wrong', attemptsLeft: 1 });
  });

  test('of four hundred at one moment from forty networks: three are told', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        verify('87654321', { tryId: String(index), flowId: `${index}`, addressKey: `a${index % 40}` }),
      ),
    );
    expect(verdicts.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(3);
  });

  test('of a decoy or of a line that nobody knows is wrong, after the same questions', async () => {
    const asked = [
      await questionsOf(database, () => verify()),
      await questionsOf(database, async () => {
        expect(await verify(puk, { provable: false, line: free })).toMatchObject({ outcome: 'wrong' });
      }),
      await questionsOf(database, async () => {
        expect(await verify(puk, { provable: false, line: unknown })).toMatchObject({ outcome: 'wrong' });
      }),
    ].map((questions) => questions.join());
    expect(new Set(asked).size).toBe(1);
  });
});
