import { randomUUID } from 'node:crypto';
import { sampleMsisdn } from '../../src/records/sample/sampleIdentifiers';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { goodBodies, type Operation } from '../camara/support/camaraApi';
import { CamaraService, untilVerificationOver } from './support/camaraService';
import { codeIn, wrongCodeFor } from './support/codeFlow';
import { recordLine } from './support/lines';

/** The scenarios of CAMARA's feature files of the version 1.1.1, by the names that CAMARA gives them. */
describe('a scenario of CAMARA', () => {
  const message = '{{code}} is your code for the shop';
  const smsCodeLifeMs = 20_000;
  const [maxSend, maxTry] = [5, 5];
  let camara: CamaraService;
  let lines = 0;
  beforeAll(async () => (camara = await CamaraService.start({}, { smsCodeLifeMs })));
  afterAll(() => camara.stop());

  const own = (code: string) => `ONE_TIME_PASSWORD_SMS.${code}`;
  const correlator = 'b4333c46-49c0-4f62-80d7-f0ef930f1c46';
  /** A call with the correlator that its answer has to have. */
  async function call(
    operation: Operation,
    body: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<RawAnswer> {
    const answer = await camara.call(operation, body, 'shop', { 'x-correlator': correlator, ...headers });
    if (!('x-correlator' in headers)) expect(answer.headers['x-correlator']).toBe(correlator);
    return answer;
  }

  /** A voice line of the records that gets SMS, or what it is instead. */
  function line(options?: Parameters<typeof recordLine>[2]): Promise<string> {
    lines += 1;
    return recordLine(camara.service, lines, options);
  }

  const sendTo = (phoneNumber: string) => call('send-code', { phoneNumber, message });

  async function sent(phoneNumber?: string) {
    const to = phoneNumber ?? (await line());
    const before = camara.service.phone.messages.filter((each) => each.to === to).length;
    const { authenticationId } = jsonOf(await sendTo(to));
    const texts = await camara.service.textsTo(to, before + 1);
    return { phoneNumber: to, authenticationId: String(authenticationId), code: codeIn(texts[before]) };
  }

  function expectRefusal(answer: RawAnswer, status: number, code: string): void {
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
    expect(jsonOf(answer)).toEqual({ status, code, message: expect.stringMatching(/\w{3}/) as string });
  }

  describe.each<[Operation, string]>([
    ['send-code', 'otp_send_code'],
    ['validate-code', 'otp_validate_code'],
  ])('of %s', (operation, feature) => {
    const good = goodBodies[operation];
    const scenario = (number: string, name: string) => `${feature}_${number}_${feature.slice(4)}_${name}`;

    test(scenario('400.1', 'no_request_body'), async () => {
      expectRefusal(await call(operation, undefined), 400, 'INVALID_ARGUMENT');
    });

    test(scenario('400.2', 'empty_request_body'), async () => {
      expectRefusal(await call(operation, {}), 400, 'INVALID_ARGUMENT');
    });

    test(scenario('401.1', 'no_authorization_header'), async () => {
      expectRefusal(await call(operation, good, { Authorization: undefined }), 401, 'UNAUTHENTICATED');
    });

    test(scenario('401.2', 'expired_access_token'), async () => {
      const Authorization = `Bearer ${await camara.expiredToken()}`;
      expectRefusal(await call(operation, good, { Authorization }), 401, 'UNAUTHENTICATED');
    });

    test(scenario('401.3', 'invalid_access_token'), async () => {
      expectRefusal(await call(operation, good, { Authorization: 'Bearer x' }), 401, 'UNAUTHENTICATED');
    });
  });

  describe('of send-code alone', () => {
    test('otp_send_code_01_send_code_success_scenario', async () => {
      const answer = await sendTo(await line());
      expect([answer.status, answer.headers['content-type']]).toEqual([
        200,
        'application/json; charset=utf-8',
      ]);
      expect(Object.keys(jsonOf(answer))).toEqual(['authenticationId']);
      expect(jsonOf(answer)['authenticationId']).toMatch(/^.{1,36}$/);
    });

    test('otp_send_code_02_send_code_success_scenario_without_x-correlator', async () => {
      const body = { phoneNumber: await line(), message };
      const answer = await call('send-code', body, { 'x-correlator': undefined });
      expect(answer.status).toBe(200);
      expect(answer.headers['x-correlator']).toMatch(/^[a-zA-Z0-9-_:;./<>{}]{1,256}$/);
    });

    test.each([
      ['400.3_send_code_incorrect_phone_number_request_body', { phoneNumber: '3301', message }],
      ['400.4_send_code_missing_message', { phoneNumber: sampleMsisdn(1) }],
      [
        '400.5_send_code_missing_code_request_body',
        { phoneNumber: sampleMsisdn(1), message: 'message without code' },
      ],
      [
        '400.6_send_code_message_too_long',
        { phoneNumber: sampleMsisdn(1), message: `{{code}}${'x'.repeat(153)}` },
      ],
    ])('otp_send_code_%s', async (_name, body) => {
      expectRefusal(await call('send-code', body), 400, 'INVALID_ARGUMENT');
    });

    test('otp_send_code_403.1_send_code_max_otp_code', async () => {
      const phoneNumber = await line();
      for (let each = 0; each < maxSend; each += 1) expect((await sendTo(phoneNumber)).status).toBe(200);
      expectRefusal(await sendTo(phoneNumber), 403, own('MAX_OTP_CODES_EXCEEDED'));
    });

    test('otp_send_code_403.2_send_code_phone_number_not_allowed', async () => {
      const answer = await sendTo(await line({ simKind: 'data-only' }));
      expectRefusal(answer, 403, own('PHONE_NUMBER_NOT_ALLOWED'));
    });

    test('otp_send_code_403.3_send_code_phone_number_not_allowed', async () => {
      expectRefusal(await sendTo('+390612345678'), 403, own('PHONE_NUMBER_NOT_ALLOWED'));
    });

    test('otp_send_code_403.4_send_code_phone_number_blocked', async () => {
      for (const state of [{ smsBarred: true }, { status: 'suspended' }] as const)
        expectRefusal(await sendTo(await line(state)), 403, own('PHONE_NUMBER_BLOCKED'));
    });

    test('otp_send_code_404.1_send_code_phone_number_not_belong_to_operator', async () => {
      for (const other of [sampleMsisdn(9_000), '+34666111333', await line({ status: 'ceased' })])
        expectRefusal(await sendTo(other), 404, 'NOT_FOUND');
    });

    test('sends nothing where it refuses', () => {
      const known = camara.service.phone.messages.map(({ to }) => to);
      expect(known.filter((to) => to === '+390612345678' || to === sampleMsisdn(9_000))).toEqual([]);
    });
  });

  describe('of validate-code alone', () => {
    test('otp_validate_code_01_validate_code_success_scenario', async () => {
      const { authenticationId, code } = await sent();
      expect((await call('validate-code', { authenticationId, code })).status).toBe(204);
    });

    test('otp_validate_code_02_validate_code_success_scenario_without_x-correlator', async () => {
      const { authenticationId, code } = await sent();
      const answer = await call('validate-code', { authenticationId, code }, { 'x-correlator': undefined });
      expect(answer.status).toBe(204);
    });

    test.each([
      ['400.3_validate_code_missing_authenticationId', { code: '123456' }],
      ['400.10_validate_code_missing_code', { authenticationId: randomUUID() }],
      [
        '400.4_validate_code_exceed_code_max_length',
        { authenticationId: randomUUID(), code: 'thisCodeExceedsTenCharacters' },
      ],
    ])('otp_validate_code_%s', async (_name, body) => {
      expectRefusal(await call('validate-code', body), 400, 'INVALID_ARGUMENT');
    });

    test('otp_validate_code_400.5_validate_code_invalid_otp_scenario', async () => {
      const { authenticationId, code } = await sent();
      const answer = await call('validate-code', { authenticationId, code: wrongCodeFor(code) });
      expectRefusal(answer, 400, own('INVALID_OTP'));
    });

    test('otp_validate_code_400.6_validate_code_verification_expired_scenario_1', async () => {
      const { authenticationId, code } = await sent();
      await untilVerificationOver(camara.service, authenticationId);
      const answer = await call('validate-code', { authenticationId, code });
      expectRefusal(answer, 400, own('VERIFICATION_EXPIRED'));
    });

    test('otp_validate_code_400.7_validate_code_verification_expired_scenario_2', async () => {
      const { phoneNumber, authenticationId, code } = await sent();
      await sent(phoneNumber);
      await untilVerificationOver(camara.service, authenticationId);
      const answer = await call('validate-code', { authenticationId, code });
      expectRefusal(answer, 400, own('VERIFICATION_EXPIRED'));
    });

    test('otp_validate_code_400.8_validate_code_verification_expired_scenario_3', async () => {
      const { authenticationId, code } = await sent();
      expect((await call('validate-code', { authenticationId, code })).status).toBe(204);
      const answer = await call('validate-code', { authenticationId, code });
      expectRefusal(answer, 400, own('VERIFICATION_EXPIRED'));
    });

    test('otp_validate_code_400.9_validate_code_verification_failed_scenario', async () => {
      const { authenticationId, code } = await sent();
      const wrong = { authenticationId, code: wrongCodeFor(code) };
      for (let each = 1; each < maxTry; each += 1)
        expectRefusal(await call('validate-code', wrong), 400, own('INVALID_OTP'));
      expectRefusal(await call('validate-code', wrong), 400, own('VERIFICATION_FAILED'));
    });

    test('otp_validate_code_404_validate_code_resource_not_found', async () => {
      const answer = await call('validate-code', { authenticationId: randomUUID(), code: '123456' });
      expectRefusal(answer, 404, 'NOT_FOUND');
    });
  });
});
