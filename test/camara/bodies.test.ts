import {
  audience,
  CamaraApi,
  expectError,
  goodBodies,
  operations,
  type Operation,
} from './support/camaraApi';

let camara: CamaraApi;
beforeAll(async () => {
  camara = await CamaraApi.start({
    CAMARA_CALLS_PER_CLIENT_A_MINUTE: '1000',
    PUBLIC_BASE_URL: 'https://selfcare.example',
    OAUTH_AUDIENCE: audience,
  });
});
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

  test.each([
    ['host of the client', '{{code}} is your code\n@shop.example #{{code}}'],
    ['host that ends like ours', '@notselfcare.example #{{code}}'],
    ['host above ours', '@example #{{code}}'],
    ['client and a frame of its own', '@shop.example #{{code}} %pay.example'],
    ['host that is none', '@:/ #{{code}}'],
    ['mailbox in a sentence of ours', 'Not you? Write to help@selfcare.example, code #{{code}}'],
    ['host of ours without a code', '{{code}}\n@selfcare.example'],
  ])('with a message whose line names a %s is let through', async (_what, text) => {
    expect((await camara.postBody('send-code', { ...send, message: text })).status).toBe(200);
  });

  test.each([
    ['our host', '{{code}} is your code\n@selfcare.example #{{code}}'],
    ['our host, and no last line', '@selfcare.example #{{code}}\n\nYour shop'],
    ['our host in capitals', '@SelfCare.Example #{{code}}'],
    ['our host with the dot of the root', '@selfcare.example. #{{code}}'],
    ['our host with a scheme and a port', '@https://selfcare.example:443/ #{{code}}'],
    ['our host in wide letters', '@ｓｅｌｆcare.example #{{code}}'],
    ['our host after blanks that nobody sees', '{{code}}\n \u200b\u2060@selfcare.example #{{code}}'],
    ['our host after a line separator', 'Your shop\u2028@selfcare.example #{{code}}'],
    ['our host with no blank', '@selfcare.example#{{code}}'],
    ['a host below ours', '@login.selfcare.example #{{code}}'],
    ['a host below ours, with the code in it', '@{{code}}.selfcare.example #{{code}}'],
    ['our host for another code', '{{code}} @\n@selfcare.example #123456'],
    ['our host as that of a frame', '@shop.example #{{code}} %selfcare.example'],
  ])('with a message that binds a code to %s is refused', async (_what, text) => {
    expectError(await camara.postBody('send-code', { ...send, message: text }), 'INVALID_ARGUMENT');
    expect(camara.oneTimePasswords.asked).toEqual([]);
  });

  test.each(['\u0000', '\t', '\r', '\u001b', '\u007f', '\u0085', '\u009f', '\u202e', '\u2067', '\ud800'])(
    'with %j in a message is refused: a phone would show another text',
    async (character) => {
      const text = `{{code}} is${character} your code`;
      expectError(await camara.postBody('send-code', { ...send, message: text }), 'INVALID_ARGUMENT');
    },
  );

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
    'of type "%s" is refused',
    async (type) => {
      for (const operation of operations)
        expectError(
          await camara.post(operation, { headers: { 'Content-Type': type } }),
          'UNSUPPORTED_MEDIA_TYPE',
        );
      expect(camara.oneTimePasswords.asked).toEqual([]);
    },
  );

  test('that is compressed is refused by its kind', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    for (const operation of operations)
      expectError(await camara.post(operation, { headers }), 'UNSUPPORTED_MEDIA_TYPE');
  });
});
