import { setTimeout as delay } from 'node:timers/promises';
import { sampleMsisdn } from '../../src/records/sample/sampleIdentifiers';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { expectError, type Operation } from '../camara/support/camaraApi';
import { CamaraService } from '../e2e/support/camaraService';
import { codeIn, wrongCodeFor } from '../e2e/support/codeFlow';
import { recordLine } from '../e2e/support/lines';

const message = '{{code}} is your code for the shop';
const longLifeMs = 3_600_000;
let camara: CamaraService;
beforeAll(async () => {
  const smsPerPrefix = { limit: 20, windowMs: longLifeMs };
  camara = await CamaraService.start({ FLOW_DEADLINE_MS: '1000' }, { smsPerPrefix });
});
afterAll(() => camara.stop());

/** Repeats a call that is answered 503, word for word, as CAMARA's clients may. */
async function patiently(operation: Operation, body: object, client?: 'bank'): Promise<RawAnswer> {
  for (;;) {
    const answer = await camara.call(operation, body, client);
    if (answer.status !== 503) return answer;
    await delay(200);
  }
}

async function send(phoneNumber: string): Promise<string> {
  return idIn(await patiently('send-code', { phoneNumber, message }));
}

function idIn(answer: RawAnswer): string {
  expect(answer.status).toBe(200);
  return String(jsonOf(answer)['authenticationId']);
}

async function withoutWorker(work: () => Promise<void>): Promise<void> {
  await camara.service.stopWorker();
  try {
    await work();
  } finally {
    await camara.service.startWorker();
  }
}

async function expectUnavailable(operation: Operation, body: object, times: number): Promise<void> {
  for (let call = 0; call < times; call += 1) {
    const answer = await camara.call(operation, body);
    expectError(answer, 'UNAVAILABLE');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
}

describe('a call that was answered 503', () => {
  test('to validate a code can be repeated: neither the code nor more than one try is lost, and the code is right once', async () => {
    const line = await recordLine(camara.service, 1);
    const authenticationId = await send(line);
    const code = codeIn((await camara.service.textsTo(line, 1))[0]);
    const right = { authenticationId, code };
    const wrong = { authenticationId, code: wrongCodeFor(code) };
    await withoutWorker(async () => {
      await expectUnavailable('validate-code', wrong, 5);
      await expectUnavailable('validate-code', right, 5);
    });
    expectError(await patiently('validate-code', wrong), 'ONE_TIME_PASSWORD_SMS.INVALID_OTP');
    expect((await patiently('validate-code', right)).status).toBe(204);
    expectError(await patiently('validate-code', right), 'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED');
    expect(await camara.service.database.openCalls.countDocuments()).toBe(0);
  });

  test('to validate a wrong code counts once; repeated after its answer it counts anew', async () => {
    const line = await recordLine(camara.service, 2);
    const authenticationId = await send(line);
    const code = wrongCodeFor(codeIn((await camara.service.textsTo(line, 1))[0]));
    const wrong = { authenticationId, code };
    await withoutWorker(() => expectUnavailable('validate-code', wrong, 2));
    for (let tries = 1; tries <= 4; tries += 1)
      expectError(await patiently('validate-code', wrong), 'ONE_TIME_PASSWORD_SMS.INVALID_OTP');
    expectError(await patiently('validate-code', wrong), 'ONE_TIME_PASSWORD_SMS.VERIFICATION_FAILED');
  });

  test('to validate a right code twice at once is right once', async () => {
    const line = await recordLine(camara.service, 3);
    const authenticationId = await send(line);
    const right = { authenticationId, code: codeIn((await camara.service.textsTo(line, 1))[0]) };
    const answers = await Promise.all(['a', 'b', 'c'].map(() => patiently('validate-code', right)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400]);
  });

  test('to send a code can be repeated: one message goes out, and its code is right', async () => {
    const line = await recordLine(camara.service, 4);
    await withoutWorker(() => expectUnavailable('send-code', { phoneNumber: line, message }, 2));
    const authenticationId = await send(line);
    const [text] = await camara.service.textsTo(line, 1);
    const answer = await patiently('validate-code', { authenticationId, code: codeIn(text) });
    expect(answer.status).toBe(204);
    expect(await camara.service.textsTo(line, 1)).toHaveLength(1);
  });
});

describe('200 is for what is sent alone', () => {
  test("another operator's number is 503 while no worker runs, and not found then", async () => {
    const body = { phoneNumber: sampleMsisdn(50), message };
    await withoutWorker(() => expectUnavailable('send-code', body, 1));
    expectError(await patiently('send-code', body), 'NOT_FOUND');
  });

  test('a number that the provider refuses for good is not allowed', async () => {
    const phoneNumber = await recordLine(camara.service, 5);
    camara.service.phone.misbehave({ refuse: { status: 'ESME_RINVDSTADR' } });
    const answer = await patiently('send-code', { phoneNumber, message });
    expectError(answer, 'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_NOT_ALLOWED');
    camara.service.phone.misbehave({});
    await send(phoneNumber);
    expect(await camara.service.textsTo(phoneNumber, 1)).toHaveLength(1);
  });

  test('a message that its provider does not take yet is 503 until it does, and goes out once', async () => {
    const phoneNumber = await recordLine(camara.service, 6);
    camara.service.phone.misbehave({ throttle: 1_000 });
    await expectUnavailable('send-code', { phoneNumber, message }, 1);
    camara.service.phone.misbehave({});
    const authenticationId = await send(phoneNumber);
    const texts = await camara.service.textsTo(phoneNumber, 1);
    expect(texts).toHaveLength(1);
    const answer = await patiently('validate-code', { authenticationId, code: codeIn(texts[0]) });
    expect(answer.status).toBe(204);
  });

  test('a client that spent its messages to the numbers around is told when to come again; another client is not held up', async () => {
    const lines = await Promise.all([7, 8, 9, 10, 11].map((number) => recordLine(camara.service, number)));
    const sendTo = (phoneNumber = '', client?: 'bank') =>
      patiently('send-code', { phoneNumber, message }, client);
    let refused: RawAnswer | undefined;
    for (let sent = 0; sent < 25 && !refused; sent += 1) {
      const answer = await sendTo(lines[sent % lines.length]);
      if (answer.status !== 200) refused = answer;
    }
    expectError(refused!, 'QUOTA_EXCEEDED');
    expect(Number(refused!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await sendTo(lines[0], 'bank')).status).toBe(200);
  });
});
