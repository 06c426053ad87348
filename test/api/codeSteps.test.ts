import { randomUUID } from 'node:crypto';
import { Keyring } from '../../src/config/keys';
import { Problem } from '../../src/errors/problem';
import { codeAtTheEdge } from '../../src/security/digests';
import { supportReferenceOf } from '../../src/security/flowTokens';
import { openPuk } from '../../src/security/pukSealing';
import { type TypedPuk, flowNames, takesStep } from '../../workflows/contracts/flow';
import { hostileValues } from './support/hostileValues';
import { jsonOf } from './support/rawHttp';
import {
  asStarter,
  awaitEmployeePassword,
  exampleEmployee,
  flowId,
  goodPassword,
  goodRequests,
  post,
  typedCode,
  typedPuk,
  type Headers,
} from './support/requests';
import { signIn } from './support/signedIn';
import { serviceKey, TestApi, workerKey } from './support/testApi';

const formerKey = `former:${Buffer.alloc(32, 7).toString('base64')}`;
const serviceKeys = `${serviceKey},${formerKey}`;
const workerKeys = Keyring.parse(workerKey, 'WORKER_KEYS');

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ SERVICE_KEYS: serviceKeys });
  await api.makeIndexes();
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

function take(step: 'code' | 'puk' | 'code/resend' | 'password', body: unknown, headers: Headers = {}) {
  return api.send(post(`/v1/flows/${flowId}/${step}`, body, { ...asStarter(api), ...headers }));
}

test('a refused step names its flow by the reference that its view has, and so does the log', async () => {
  api.flows.failWith(new Problem('TOO_MANY_WRONG_CODES', { retryAfterSeconds: 1_800 }));
  const answer = await take('code', { code: typedCode });
  const supportReference = supportReferenceOf(keyring(), flowId);
  expect(jsonOf(answer)).toMatchObject({ code: 'TOO_MANY_WRONG_CODES', supportReference });
  const line = api.logLines.findLast((each) => each.includes('request refused'))!;
  expect(JSON.parse(line)).toMatchObject({ problem: 'TOO_MANY_WRONG_CODES', supportReference });
});

describe('a code', () => {
  test('leaves the edge as a digest that is bound to its flow', async () => {
    await take('code', { code: typedCode });
    const [step] = api.flows.steps;
    expect(step).toMatchObject({ step: 'submitCode', reference: { flow: 'employeeRegistration', flowId } });
    expect(step!.argument).toEqual(codeAtTheEdge(keyring(), flowId, typedCode));
    expect(step!.argument).not.toEqual(codeAtTheEdge(keyring(), 'another flow', typedCode));
    expect(JSON.stringify(step) + api.logLines.join('')).not.toContain(typedCode);
  });

  test('typed with a blank or hyphen in the middle is the same, and the same request is the same try', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    await take('code', { code: '135790' }, headers);
    await take('code', { code: '135 790' }, headers);
    await take('code', { code: '135-790' }, headers);
    await take('code', { code: '135791' }, headers);
    await take('code', { code: '135790' });
    const ids = api.flows.steps.map(({ updateId }) => updateId);
    expect(ids.slice(1, 3)).toEqual([ids[0], ids[0]]);
    expect(new Set(ids).size).toBe(3);
  });

  test.each([' 123\u2011456\n', '１２３４５６'])('pasted as %j is the code', async (pasted) => {
    expect((await take('code', { code: pasted })).status).toBe(200);
  });

  test.each(['12345', '1234567', '12345a', '+12345', '1.2345', '0x1234', '12 34 567'])(
    'of the form %j costs no attempt',
    async (code) => {
      const answer = await take('code', { code });
      expect([answer.status, jsonOf(answer)['code']]).toEqual([422, 'CODE_INVALID']);
      expect(jsonOf(answer)['errors']).toEqual([expect.objectContaining({ pointer: '/code' })]);
      expect(api.flows.calls).toBe(0);
    },
  );

  test('that is wrong tells the tries that are left; one too many when the next is taken', async () => {
    api.flows.failWith(new Problem('CODE_WRONG', { attemptsLeft: 4 }));
    expect(jsonOf(await take('code', { code: typedCode }))).toMatchObject({
      code: 'CODE_WRONG',
      attemptsLeft: 4,
    });
    api.flows.failWith(new Problem('TOO_MANY_WRONG_CODES', { retryAfterSeconds: 1_800 }));
    const paused = await take('code', { code: typedCode });
    expect([paused.status, paused.headers['retry-after']]).toEqual([429, '1800']);
  });
});

describe('a PUK', () => {
  test('leaves the edge sealed to the workers and bound to its flow; its id is that of the key alone', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    await take('puk', { puk: '2468 0246' }, headers);
    await take('puk', { puk: '1357 1357' }, headers);
    const [step, other] = api.flows.steps;
    expect(step).toMatchObject({ step: 'submitPuk', updateId: other!.updateId });
    const typed = step!.argument as TypedPuk;
    expect(await openPuk(workerKeys, flowId, typed)).toEqual({ puk: typedPuk });
    expect(typed).not.toHaveProperty('hasIccid');
    expect(await openPuk(workerKeys, 'another flow', typed)).toBeUndefined();
    expect(JSON.stringify(step) + api.logLines.join('')).not.toMatch(/24680246|2468 0246/);
  });

  test("beside its SIM's ICCID leaves the edge sealed with it, and says so", async () => {
    await take('puk', { puk: typedPuk, iccid: 'ICCID 8939 9900 0000 0000 012' });
    const typed = api.flows.steps[0]!.argument as TypedPuk;
    expect(typed.hasIccid).toBe(true);
    expect(await openPuk(workerKeys, flowId, typed)).toEqual({ puk: typedPuk, iccid: '8939990000000000012' });
    expect(JSON.stringify(typed) + api.logLines.join('')).not.toMatch(/89399900/);
    for (const iccid of ['1239990000000000012', '89399', ''])
      expect(jsonOf(await take('puk', { puk: typedPuk, iccid }))).toMatchObject({ code: 'ICCID_INVALID' });
  });

  test('of another form is no try, and says where it stands', async () => {
    for (const puk of ['2468024', '246802468', 'abcdefgh', '']) {
      expect(jsonOf(await take('puk', { puk }))).toMatchObject({ status: 422, code: 'PUK_INVALID' });
    }
    expect(api.flows.calls).toBe(0);
  });
});

describe.each(['code', 'puk'] as const)('a hostile %s', (field) => {
  test.each(Object.keys(hostileValues))('that is %s is refused, and no flow is asked', async (name) => {
    const answer = await take(field, { [field]: hostileValues[name] });
    expect([400, 422]).toContain(answer.status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(api.flows.calls).toBe(0);
  });

  test.each(['tryId', 'issue', 'provable', '__proto__', 'constructor', '$where'])(
    'with the further field "%s" is refused',
    async (name) => {
      const good = field === 'code' ? typedCode : typedPuk;
      const answer = await take(field, `{"${field}":"${good}",${JSON.stringify(name)}:{"role":"admin"}}`);
      expect([answer.status, jsonOf(answer)['code']]).toEqual([400, 'REQUEST_INVALID']);
      expect(api.flows.calls).toBe(0);
      expect(Object.prototype).not.toHaveProperty('role');
    },
  );
});

describe('a password after a code', () => {
  const password = (text: string) => take('password', { password: text });

  test('is set with the token of the start, and its hash waits for that flow', async () => {
    await awaitEmployeePassword(api);
    expect((await password(goodPassword)).status).toBe(200);
    const [step] = api.flows.steps;
    const claims = await api.context.database.passwordClaims.find().lean();
    expect(claims).toEqual([
      expect.objectContaining({ _id: `employeeRegistration/${flowId}`, claimId: step!.updateId }),
    ]);
    expect(step!.argument).toEqual({ claimId: step!.updateId, activation: 0 });
  });

  test.each(['3201234567 2026!', '+39 320 123 4567 1'])('may not be the own line: %s', async (text) => {
    await awaitEmployeePassword(api);
    expect(text.replace(/\D/g, '')).toContain(exampleEmployee.line.slice(3));
    expect(jsonOf(await password(text))).toMatchObject({ status: 422, code: 'PASSWORD_TELLS_ACCOUNT' });
  });

  test('waits for the flow that the account is open to, and not for the one that made it', async () => {
    await awaitEmployeePassword(api, 'passwordRecovery');
    const { passwordClaims } = api.context.database;
    await passwordClaims.deleteMany({});
    await password(goodPassword);
    expect(await passwordClaims.countDocuments()).toBe(0);
    await take('password', { password: goodPassword }, asStarter(api, 'passwordRecovery'));
    expect(await passwordClaims.distinct('_id')).toEqual([`passwordRecovery/${flowId}`]);
  });

  test('that is generated is in the answer, the same one for the same request, and is handed to no flow', async () => {
    await awaitEmployeePassword(api, 'passwordRecovery');
    const headers = { ...asStarter(api, 'passwordRecovery'), 'Idempotency-Key': randomUUID() };
    const answers = [
      jsonOf(await take('password', { generate: true }, headers)),
      jsonOf(await take('password', { generate: true }, headers)),
    ];
    const generated = String(answers[0]!['generatedPassword']);
    expect(generated).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    expect(answers[1]).toEqual(answers[0]);
    expect(JSON.stringify(api.flows.steps) + api.logLines.join('')).not.toContain(generated);
  });

  test('of an account that is open to another flow is neither judged nor hashed', async () => {
    await awaitEmployeePassword(api);
    const { accounts, passwordClaims } = api.context.database;
    await accounts.updateOne({}, { $set: { passwordOpenTo: 'passwordRecovery/another' } });
    await passwordClaims.deleteMany({});
    expect((await password('short')).status).toBe(200);
    expect(await passwordClaims.countDocuments()).toBe(0);
  });
});

describe('a step', () => {
  const steps = [
    'submitPuk',
    'submitCode',
    'confirmSignIn',
    'resendCode',
    'resendLink',
    'setPassword',
  ] as const;
  const foreign = flowNames.flatMap((flow) =>
    steps.filter((step) => !takesStep(flow, step)).map((step) => ({ flow, step })),
  );
  beforeAll(() => signIn(api));

  test.each(foreign)(
    '$step that $flow never takes is out of order, and no flow is asked',
    async ({ flow, step }) => {
      const answer = await api.send(goodRequests[step]!(api, asStarter(api, flow)));
      expect([answer.status, jsonOf(answer)['code']]).toEqual([409, 'STEP_OUT_OF_ORDER']);
      expect(api.flows.calls).toBe(0);
    },
  );
});

function keyring(): Keyring {
  return Keyring.parse(serviceKeys, 'SERVICE_KEYS');
}
