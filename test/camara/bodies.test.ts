import { CamaraApi, expectError, goodBodies, operations, type Operation } from './support/camaraApi';

let camara: CamaraApi;
beforeAll(async () => (camara = await CamaraApi.start({ CAMARA_CALLS_PER_CLIENT_A_MINUTE: '1000' })));
afterAll(() => camara.stop());
beforeEach(() => camara.reset());

describe('a body', () => {
  const send = goodBodies['send-code'];
  const validate = goodBodies['validate-code'];
  const message = (length: number) => `{{code}}${'x'.repeat(length - 8)}`;

  test.each<[string, Operation, unknown]>([
    ['a message of 160 characters', 'send-code', { ...send, message: message(160) }],
    [
      'a message of 160 characters outside the basic plane',
      'send-code',
      { ...send, message: `{{code}}${'😀'.repeat(152)}` },
    ],
    ['a message with two places and a line break', 'send-code', { ...send, message: '{{code}}\n{{code}}' }],
    ['a number of 5 digits', 'send-code', { ...send, phoneNumber: '+12345' }],
    ['a number of 15 digits', 'send-code', { ...send, phoneNumber: '+123456789012345' }],
    ['an id of 36 characters', 'validate-code', { ...validate, authenticationId: 'x'.repeat(36) }],
    ['a code of 10 characters', 'validate-code', { ...validate, code: 'x'.repeat(10) }],
    ['a code with letters', 'validate-code', { ...validate, code: 'AJY3' }],
    ['an empty id and code', 'validate-code', { authenticationId: '', code: '' }],
  ])('with %s is let through', async (_what, operation, body) => {
    expect((await camara.postBody(operation, body)).status).toBeLessThan(300);
    expect(camara.oneTimePasswords.asked).toEqual([expect.objectContaining(body)]);
  });

  test.each<[string, Operation, unknown]>([
    ['a message of 161 characters', 'send-code', { ...send, message: message(161) }],
    ['a message of 16,000 braces', 'send-code', { ...send, message: '{'.repeat(16_000) }],
    ['a message without the place', 'send-code', { ...send, message: 'code' }],
    ['a place with spaces', 'send-code', { ...send, message: '{{ code }}' }],
    ['no message', 'send-code', { phoneNumber: send.phoneNumber }],
    ['no number', 'send-code', { message: send.message }],
    ['a number of 4 digits', 'send-code', { ...send, phoneNumber: '+1234' }],
    ['a number of 16 digits', 'send-code', { ...send, phoneNumber: '+1234567890123456' }],
    ['a number without its plus', 'send-code', { ...send, phoneNumber: '393201234567' }],
    ['a number that begins with zero', 'send-code', { ...send, phoneNumber: '+093201234567' }],
    ['a number with a line break', 'send-code', { ...send, phoneNumber: '+393201234567\n' }],
    ['a number that is no text', 'send-code', { ...send, phoneNumber: 393201234567 }],
    ['a message that is no text', 'send-code', { ...send, message: ['{{code}}'] }],
    ['an id of 37 characters', 'validate-code', { ...validate, authenticationId: 'x'.repeat(37) }],
    ['a code of 11 characters', 'validate-code', { ...validate, code: 'x'.repeat(11) }],
    ['a code that is no text', 'validate-code', { ...validate, code: 123456 }],
    ['no id', 'validate-code', { code: validate.code }],
    ['no code', 'validate-code', { authenticationId: validate.authenticationId }],
    ...operations.flatMap((operation): [string, Operation, unknown][] => [
      ['nothing in it', operation, {}],
      ['a list', operation, [goodBodies[operation]]],
      ['half an object', operation, '{'],
      ['nothing at all', operation, ''],
      ['null', operation, 'null'],
      ['more than 16 kB', operation, { ...goodBodies[operation], further: 'x'.repeat(17 * 1024) }],
    ]),
  ])('with %s is refused (%s)', async (_what, operation, body) => {
    expectError(await camara.postBody(operation, body), 'INVALID_ARGUMENT');
    expect(camara.oneTimePasswords.asked).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
    'of type "%s" is refused',
    async (type) => {
      for (const operation of operations)
        expectError(await camara.post(operation, { headers: { 'Content-Type': type } }), 'INVALID_ARGUMENT');
    },
  );
});
