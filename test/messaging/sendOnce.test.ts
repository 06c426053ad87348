import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Database } from '../../src/database/database';
import { MessageDelayed, MessageRefused } from '../../src/messaging/channel';
import { sendOnce } from '../../src/messaging/sendRecords';
import { createSmtpChannel } from '../../src/messaging/smtpChannel';
import { failureOf, from, message } from './support/messages';
import { startScriptedSmtpServer } from './support/scriptedSmtpServer';
import { eventually } from '../support/eventually';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

/** Ahead of every real clock: the database removes by its own what has expired. */
const start = Date.parse('2030-03-02T10:00:00Z');
const leaseMs = 10_000;

let database: Database;
let key: string;
let nowMs: number;
let sent: number;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => dropTestDatabase(database));
beforeEach(() => {
  key = `userAdminRegistration/${randomUUID()}/activation/1`;
  nowMs = start;
  sent = 0;
});

const now = () => new Date(nowMs);
const accepts = () => {
  sent += 1;
  return Promise.resolve();
};
const fails = (failure: Error) => () => {
  sent += 1;
  return Promise.reject(failure);
};
const sendBy = (send: () => Promise<void>) =>
  sendOnce(database.sendRecords, { channel: 'mail', key, send }, now, leaseMs);
const stored = () => database.sendRecords.findById(key).lean();
const recordedHandover = () =>
  eventually(async () => (await stored()) ?? undefined, 'The hand-over was not recorded.');

it('the record is there before the message is handed over', async () => {
  await sendBy(async () => {
    expect(await stored()).toMatchObject({ state: 'handedOver', handovers: 1, unacknowledged: 0 });
  });
  expect(await stored()).toMatchObject({ state: 'accepted' });
});

it('a message that was accepted is not sent again, and keeps the time of its acceptance', async () => {
  const first = await sendBy(accepts);
  nowMs += 3_600_000;
  const second = await sendBy(accepts);
  expect(sent).toBe(1);
  expect(second).toEqual(first);
  expect(second.acceptedAt.getTime()).toBe(start);
});

it('a message that was refused for good is not sent again, and is refused with the same reason', async () => {
  expect(await failureOf(sendBy(fails(new MessageRefused('550 5.1.1'))))).toBeInstanceOf(MessageRefused);
  expect(await failureOf(sendBy(accepts))).toMatchObject({ name: 'MessageRefused', reason: '550 5.1.1' });
  expect(sent).toBe(1);
});

it('a clean "not now" is sent again at once and not counted as unacknowledged', async () => {
  await failureOf(sendBy(fails(new MessageDelayed('ECONNECTION', false))));
  const acceptance = await sendBy(accepts);
  expect(acceptance).toMatchObject({ handovers: 2, unacknowledged: 0 });
});

it('a lost answer is sent again and counted as unacknowledged', async () => {
  await failureOf(sendBy(fails(new MessageDelayed('ECONNECTION', true))));
  expect(await stored()).toMatchObject({ state: 'postponed', unacknowledged: 1 });
  expect(await sendBy(accepts)).toMatchObject({ handovers: 2, unacknowledged: 1 });
});

it('a failure of an unknown kind counts as a lost answer, and its words are not kept', async () => {
  await failureOf(sendBy(fails(new Error('mario@azienda.example'))));
  expect(await stored()).toMatchObject({ unacknowledged: 1, reason: 'unknown' });
});

describe('a process that died with a message on its way', () => {
  const die = () => {
    void sendBy(() => new Promise(() => undefined));
    return recordedHandover();
  };

  it('is waited for while its lease lasts', async () => {
    await die();
    nowMs += leaseMs - 1;
    expect(await failureOf(sendBy(accepts))).toMatchObject({ name: 'MessageDelayed', answerLost: false });
    expect(sent).toBe(0);
  });

  it('is taken over after its lease, and its hand-over counted as unacknowledged', async () => {
    await die();
    nowMs += leaseMs;
    expect(await sendBy(accepts)).toMatchObject({ handovers: 2, unacknowledged: 1 });
    expect(sent).toBe(1);
  });

  it('is taken over by one of many', async () => {
    await die();
    nowMs += leaseMs;
    await Promise.all(Array.from({ length: 20 }, () => failureOf(sendBy(accepts))));
    expect(sent).toBe(1);
  });
});

it('of twenty calls at one moment one sends, and the others learn of its acceptance afterwards', async () => {
  let rejected = 0;
  const onceTheOthersAreDelayed = async () => {
    await eventually(() => (rejected === 19 ? true : undefined), 'The others were not delayed.');
    return accepts();
  };
  const calls = Array.from({ length: 20 }, () => sendBy(onceTheOthersAreDelayed));
  for (const call of calls) call.catch(() => (rejected += 1));
  const outcomes = await Promise.allSettled(calls);
  expect(sent).toBe(1);
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  expect(failures.every((failure) => failure instanceof MessageDelayed && !failure.answerLost)).toBe(true);
  expect(await sendBy(accepts)).toMatchObject({ handovers: 1, unacknowledged: 0 });
  expect(sent).toBe(1);
});

it('after a clean "not now", of twenty calls at one moment one sends', async () => {
  await failureOf(sendBy(fails(new MessageDelayed('ECONNECTION', false))));
  sent = 0;
  await Promise.allSettled(Array.from({ length: 20 }, () => sendBy(accepts)));
  expect(sent).toBe(1);
});

it('an acceptance that comes after the lease stands against a later "not now" and a later refusal', async () => {
  const lateAnswer = new EventEmitter();
  const late = sendBy(async () => {
    await once(lateAnswer, 'accepted');
  });
  await recordedHandover();
  nowMs += leaseMs;
  const other = sendBy(async () => {
    lateAnswer.emit('accepted');
    await late;
    throw new MessageRefused('550 5.1.1');
  });
  expect(await failureOf(other)).toBeInstanceOf(MessageRefused);
  expect(await stored()).toMatchObject({ state: 'accepted', handovers: 2, unacknowledged: 1 });
});

it('a record expires seven days after the first hand-over', async () => {
  await sendBy(accepts);
  expect((await stored())?.expiresAt.toISOString()).toBe('2030-03-09T10:00:00.000Z');
});

it('over SMTP: an answer lost after the message is followed by one more copy under the same Message-ID', async () => {
  const server = await startScriptedSmtpServer();
  const channel = createSmtpChannel({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from });
  server.script.hangUpAfterData = true;
  await failureOf(sendBy(() => channel.send(message)));
  server.script.hangUpAfterData = false;
  expect(await sendBy(() => channel.send(message))).toMatchObject({ handovers: 2, unacknowledged: 1 });
  await sendBy(() => channel.send(message));
  const ids = server.taken.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  channel.close();
  await server.stop();
});
