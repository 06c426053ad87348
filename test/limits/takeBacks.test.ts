import type { Database } from '../../src/database/database';
import { StartLimit } from '../../src/routes/flowStart';
import type { EndpointRequest } from '../../src/http/endpoint';
import { MessageDelayed } from '../../src/messaging/channel';
import {
  codeFlow,
  codeRoute,
  createCodeParts,
  seal,
  start,
  typedCode,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { minute } from './support';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await Promise.all([database.limits.deleteMany({}), database.sendRecords.deleteMany({})]);
  parts = createCodeParts(database);
});

const recipient = { channel: 'sms', address: seal('+393331112233'), wording: 'registrationCode' } as const;
const flow = codeFlow({ flowId: 'own', subjectKey: 'own line', addressKey: 'stranger' });
const route = codeRoute({ messageKey: 'own line', prefixKey: 'prefix', recipient });
const attemptOf = (tryId: string, isRight: boolean) => ({
  flow,
  route,
  issue: 1,
  typed: isRight ? typedCode(flow) : wrongCode(flow),
  tryId,
  isLast: false,
  now: start,
});
async function brakeOf(purpose: string): Promise<number> {
  const found = await database.limits.find({ _id: { $regex: `^${purpose}@` } }).lean();
  return found.reduce((sum, { count = 0 }) => sum + count, 0);
}
async function sendOne(number: number): Promise<void> {
  const message = { flow, apparentChannel: 'sms', prefixKey: 'prefix', recipient } as const;
  await parts.activities.takeMessage({ flow, route, request: number, now: start });
  await parts.activities.sendCode({ ...message, issue: 1, number, lifeMs: minute });
}

test('right codes of one flow at one moment take back from the brakes once what the flow counted', async () => {
  for (const number of [1, 2, 3, 4]) await sendOne(number);
  for (const each of [1, 2]) await parts.activities.verifyCode(attemptOf(`wrong ${each}`, false));
  expect([await brakeOf('SMS:all'), await brakeOf('SMS to a prefix:prefix')]).toEqual([4, 4]);
  expect(await brakeOf('wrong codes:all')).toBe(2);
  const right = [1, 2, 3].map((each) => parts.activities.verifyCode(attemptOf(`right ${each}`, true)));
  expect((await Promise.all(right)).map(({ outcome }) => outcome)).toContain('right');
  const brakes = ['SMS:all', 'SMS to a prefix:prefix', 'wrong codes:all'];
  expect(await Promise.all(brakes.map(brakeOf))).toEqual([0, 0, 0]);
});

test('a message that its provider did not take is taken back once, though its flow was proved meanwhile', async () => {
  await sendOne(1);
  const { channels } = parts.dependencies;
  jest.spyOn(channels.sms, 'send').mockImplementation(async () => {
    await parts.activities.verifyCode(attemptOf('right', true));
    throw new MessageDelayed('not now', false);
  });
  await expect(sendOne(2)).rejects.toThrow();
  expect(await brakeOf('SMS:all')).toBe(0);
});

test('one account with a catch-all mailbox earns no more failures for its network than anybody', async () => {
  const { figures, limits } = parts.dependencies;
  const clock = { now: start };
  const starts = new StartLimit(limits, figures, () => new Date(clock.now));
  let proved = 0;
  for (let mailbox = 0; mailbox < 120; mailbox += 1) {
    clock.now = start + Math.floor(mailbox / 30) * 15 * minute;
    const own = codeFlow({
      flow: 'contactChange',
      purpose: 'contactChange',
      flowId: `change ${mailbox}`,
      subjectKey: `mailbox ${mailbox}`,
      addressKey: 'stranger',
    });
    const signedIn = { account: { _id: 'own account' } };
    await starts.take(
      { addressKey: 'stranger', signedIn } as unknown as EndpointRequest<unknown>,
      own.flowId,
    );
    const toMailbox = {
      channel: 'mail',
      address: seal(`m${mailbox}@stranger.example`),
      wording: 'contactCode',
    } as const;
    const ownRoute = codeRoute({ apparentChannel: 'mail', messageKey: own.subjectKey, recipient: toMailbox });
    expect(
      await parts.activities.takeMessage({ flow: own, route: ownRoute, request: 1, now: clock.now }),
    ).toBeNull();
    const attempt = {
      flow: own,
      route: ownRoute,
      issue: 1,
      typed: typedCode(own),
      tryId: 'try',
      isLast: false,
    };
    if ((await parts.activities.verifyCode({ ...attempt, now: clock.now })).outcome === 'right') proved += 1;
  }
  expect(proved).toBe(120);
  let wrong = 0;
  for (let line = 0; line < 200; line += 1) {
    const of = codeFlow({ flowId: `guess ${line}`, subjectKey: `line ${line}`, addressKey: 'stranger' });
    const attempt = {
      flow: of,
      route: codeRoute(),
      issue: 1,
      typed: wrongCode(of),
      tryId: 'try',
      isLast: false,
    };
    if ((await parts.activities.verifyCode({ ...attempt, now: clock.now })).outcome === 'wrong') wrong += 1;
  }
  expect(wrong).toBe(figures.failuresPerOrigin);
});
