import { randomUUID } from 'node:crypto';
import { sweepMarginMs } from '../../src/database/documents';
import { openComparedAccount } from '../../src/security/sealing';
import type { NewDeviceConfirmationInput } from '../../workflows/contracts/newDeviceConfirmation';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { administrator, asStarter, flowId, post, typedCode, type Headers } from '../api/support/requests';
import { accountId, confirmSignIn, recordAccount } from '../api/support/signedIn';
import {
  bearer,
  codeOf,
  employee,
  minute,
  right,
  sessionStage,
  wrong,
} from '../sessions/support/sessionStage';

const stage = sessionStage();
beforeEach(async () => {
  stage.api.flows.reset();
  const { limits, auditEvents } = stage.api.context.database;
  await Promise.all([limits.deleteMany({}), auditEvents.deleteMany({}), confirmSignIn(stage.api)]);
  await stage.api.context.database.accounts.deleteMany({ username: { $ne: administrator } });
});

const ask = (body: unknown = right, headers: Headers = {}) =>
  stage.api.send(post('/v1/new-device-confirmations', body, headers));

const confirm = (headers: Headers = {}, body: object = {}) =>
  stage.api.send(
    post(
      `/v1/flows/${flowId}/session`,
      { code: typedCode, ...body },
      { ...asStarter(stage.api, 'newDeviceConfirmation'), ...headers },
    ),
  );

/** What the flow was started with: whether for the account or for one that does not exist. */
function comparedTo() {
  const { account } = stage.api.flows.starts.at(-1)?.input as NewDeviceConfirmationInput;
  return openComparedAccount(stage.api.context.settings.secrets.serviceKeys, account);
}

/** Everything of an answer but what differs between two starts of the same. */
function comparable({ status, headers, ...answer }: RawAnswer) {
  const { flowId: id, flowToken, supportReference, ...body } = jsonOf({ status, headers, ...answer });
  const { date, 'x-correlator': correlator, ...others } = headers;
  const lengths = [id, flowToken, supportReference, date, correlator].map((text) => String(text).length);
  return { status, body, headers: others, lengths };
}

/** Of each document of the limits: what it counts, and its uses and failures. */
async function countsOf() {
  const kept = await stage.api.context.database.limits.find().sort({ _id: 1 }).lean();
  return kept.map(({ _id, uses = [], failures = [] }) => [_id.split(':')[0], uses.length, failures.length]);
}

describe('a sign-in with a code is asked for', () => {
  test('with the same answer, hash and counts for a right password, a wrong one and an unknown name', async () => {
    const hashes = stage.countHashes();
    const seen: unknown[] = [];
    for (const given of [right, wrong, { ...right, username: 'Sconosciuta123456' }]) {
      hashes.mockClear();
      await stage.api.context.database.limits.deleteMany({});
      const answer = comparable(await ask(given));
      seen.push({ answer, counts: await countsOf(), hashes: hashes.mock.calls.length });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject({ answer: { status: 202 }, hashes: 1 });
    expect((seen[0] as { counts: unknown }).counts).toContainEqual(['origin', 0, 1]);
  });

  test('and the flow gets the account after a right password, else one that does not exist, sealed', async () => {
    await ask();
    expect(comparedTo()).toEqual({ accountId, sessionEpoch: 2 });
    const start = JSON.stringify(stage.api.flows.starts);
    for (const secret of [right.password, administrator, accountId]) expect(start).not.toContain(secret);
    await ask(wrong);
    const { accounts } = stage.api.context.database;
    expect(await accounts.exists({ _id: comparedTo().accountId })).toBeNull();
  });

  test('while the account waits, whatever others did; and the wait stays', async () => {
    for (let failure = 0; failure < 12; failure += 1) await stage.signIn(wrong);
    expect(codeOf(await stage.signIn())).toEqual([429, 'SIGN_IN_WAIT']);
    expect((await ask()).status).toBe(202);
    expect((await confirm()).status).toBe(201);
    expect(codeOf(await stage.signIn())).toEqual([429, 'SIGN_IN_WAIT']);
  });

  test('by a repeated request once, and from the key and the name alone: no id holds the password', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    await ask(right, headers);
    await ask(right, headers);
    await ask(wrong, headers);
    const ids = stage.api.flows.starts.map(({ flowId: id }) => id);
    expect(new Set(ids).size).toBe(1);
    expect(await countsOf()).toEqual([
      ['origin', 0, 1],
      ['sign-in with a code from an origin', 1, 0],
    ]);
  });

  test('three times by an address whatever others do, and further from what all share', async () => {
    const from = (address: string) => ({ 'X-Forwarded-For': address });
    for (let other = 0; other < 15; other += 1)
      for (let time = 0; time < 5; time += 1) await ask(wrong, from(`192.0.2.${other}`));
    const refused = await ask(right, from('192.0.2.1'));
    expect(codeOf(refused)).toEqual([429, 'SIGN_IN_WAIT']);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(15 * 60);
    for (let time = 0; time < 3; time += 1) expect((await ask(right, from('198.51.100.1'))).status).toBe(202);
    expect((await ask(right, from('198.51.100.1'))).status).toBe(429);
    stage.api.clock.aheadMs = 15 * minute;
    expect((await ask(right, from('192.0.2.1'))).status).toBe(202);
  });

  test('and tells the audit trail of both', async () => {
    await ask();
    await ask(wrong);
    const events = await stage.api.context.database.auditEvents.find().sort({ event: 1 }).lean();
    expect(events.map(({ event }) => event)).toEqual(['signInCodeAsked', 'signInRefused']);
  });
});

describe('the code of a sign-in', () => {
  test('opens one session, makes the device known, and stands in the audit trail with its way', async () => {
    const answer = jsonOf(await confirm());
    expect(answer).toMatchObject({ assurance: 'passwordAndCode', account: { username: administrator } });
    expect((await stage.ask(answer['token'])).status).toBe(200);
    for (let failure = 0; failure < 12; failure += 1) await stage.signIn(wrong);
    const known = { 'Device-Token': String(answer['deviceToken']) };
    expect((await stage.signIn(right, known)).status).toBe(201);
    const { auditEvents: trail } = stage.api.context.database;
    expect(await trail.findOne({ event: 'signedIn', detail: 'passwordAndCode' }).lean()).toMatchObject({
      actor: { accountId },
    });
  });

  test('gives a repeated request the same session, another request none, and none again once it was ended', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const [first, second] = await Promise.all([confirm(key), confirm(key)]);
    expect(jsonOf(first)['token']).toBe(jsonOf(second)['token']);
    expect(codeOf(await confirm())).toEqual([410, 'FLOW_EXPIRED']);
    const { sessions: kept } = stage.api.context.database;
    expect(await kept.countDocuments()).toBe(1);
    await kept.deleteMany({});
    expect(codeOf(await confirm(key))).toEqual([410, 'FLOW_EXPIRED']);
    expect(await kept.countDocuments()).toBe(0);
  });

  test('goes into a cookie for the portal, and takes the place of a session that came along', async () => {
    const former = await stage.tokenOf();
    const { Authorization } = asStarter(stage.api, 'newDeviceConfirmation');
    const token = { 'Flow-Token': String(Authorization).replace('Bearer ', ''), ...bearer(former) };
    const answer = await confirm(token, { transport: 'cookie' });
    expect(answer.status).toBe(201);
    expect(String(answer.headers['set-cookie'])).toMatch(/session=.*device=/);
    expect(jsonOf(answer)).not.toHaveProperty('token');
    await stage.expectOver(former);
  });

  test.each([
    ['ten minutes later', () => Promise.resolve(void (stage.api.clock.aheadMs = 11 * minute))],
    ['after another password', () => recordAccount(stage.api, { sessionEpoch: 3 })],
    ['of an account that is gone', () => stage.api.context.database.accounts.deleteMany({})],
  ])('opens nothing %s', async (_name, change) => {
    await change();
    expect(codeOf(await confirm())).toEqual([410, 'FLOW_EXPIRED']);
  });

  test('takes back what its start counted on the address', async () => {
    await ask();
    const { input } = stage.api.flows.starts.at(-1) ?? {};
    const { flowId: _id, addressKey } = input as NewDeviceConfirmationInput;
    const { confirmedSignIns: notes } = stage.api.context.database;
    const expiresAt = new Date(stage.api.clock.now().getTime() + minute + sweepMarginMs);
    await notes.create({
      _id: `newDeviceConfirmation/${_id}`,
      ...{ accountId, epoch: 2, askedFrom: addressKey, expiresAt },
    });
    const grant = { flow: 'newDeviceConfirmation', flowId: _id, role: 'start', number: 0 } as const;
    const token = stage.api.context.flowTokens.issue(grant);
    const request = post(`/v1/flows/${_id}/session`, { code: typedCode }, bearer(token));
    expect((await stage.api.send(request)).status).toBe(201);
    expect(await countsOf()).toEqual([
      ['origin', 0, 0],
      ['sign-in with a code from an origin', 0, 0],
    ]);
  });
});

describe.each([
  ['administrators', administrator, [403, 'NEW_DEVICE_UNCONFIRMED']],
  ['administrators', employee.username, [401, 'CREDENTIALS_WRONG']],
  ['everybody', employee.username, [403, 'NEW_DEVICE_UNCONFIRMED']],
] as const)('where a new device of %s is to be confirmed', (asked, username, refused) => {
  const strict = sessionStage({ NEW_DEVICE_CONFIRMATION: asked });

  test(`${username} is answered ${refused[1]}, with the right password and a wrong one`, async () => {
    const hashes = strict.countHashes();
    expect(codeOf(await strict.signIn({ ...wrong, username }))).toEqual(refused);
    if (refused[0] === 401) return;
    expect(codeOf(await strict.signIn({ ...right, username }))).toEqual(refused);
    expect(hashes).not.toHaveBeenCalled();
    expect(await strict.api.context.database.limits.countDocuments()).toBe(0);
  });

  test('a known device signs in by password', async () => {
    await confirmSignIn(strict.api);
    const opened = await strict.api.send(
      post(
        `/v1/flows/${flowId}/session`,
        { code: typedCode },
        asStarter(strict.api, 'newDeviceConfirmation'),
      ),
    );
    const known = { 'Device-Token': String(jsonOf(opened)['deviceToken']) };
    expect((await strict.signIn(right, known)).status).toBe(201);
  });
});
