import { loadSettings } from '../../src/config/config';

const development = { SERVICE_KEYS: `dev-1:${Buffer.alloc(32, 1).toString('base64')}` };
const smsOf = (env: NodeJS.ProcessEnv) => loadSettings({ ...development, ...env }).config.channels.sms;

/** A value that must not be found in any sentence. */
const secret = 'hunter2-hunter2';

const wrong: readonly { name: string; env: NodeJS.ProcessEnv; sentence: RegExp }[] = [
  {
    name: 'a gateway that is not used',
    env: { SMS_GATEWAY_URL: `https://${secret}` },
    sentence: /^SMS_GATEWAY_URL is set, but SMS_CHANNEL/,
  },
  {
    name: 'a gateway without an address',
    env: { SMS_CHANNEL: 'gateway', SMS_GATEWAY_TOKEN: secret },
    sentence: /^SMS_CHANNEL is "gateway": set SMS_GATEWAY_URL and SMS_GATEWAY_TOKEN/,
  },
  {
    name: 'a gateway without a token',
    env: { SMS_CHANNEL: 'gateway', SMS_GATEWAY_URL: `https://${secret}` },
    sentence: /^SMS_CHANNEL is "gateway": set SMS_GATEWAY_URL and SMS_GATEWAY_TOKEN/,
  },
  {
    name: 'a gateway at an address that is none',
    env: { SMS_CHANNEL: 'gateway', SMS_GATEWAY_URL: secret },
    sentence: /SMS_GATEWAY_URL: /,
  },
  { name: 'a channel that is none', env: { SMS_CHANNEL: secret }, sentence: /SMS_CHANNEL: / },
  { name: 'a sender that is too long', env: { SMS_SENDER: 'WindTreBusin' }, sentence: /SMS_SENDER: / },
  { name: 'a sender of digits alone', env: { SMS_SENDER: '39320' }, sentence: /SMS_SENDER: / },
  { name: 'a prefix without "+"', env: { SMS_PREFIXES: '+39,41' }, sentence: /SMS_PREFIXES: / },
  { name: 'a prefix that is empty', env: { SMS_PREFIXES: '+39,' }, sentence: /SMS_PREFIXES: / },
  { name: 'a window without room', env: { SMPP_WINDOW: '0' }, sentence: /SMPP_WINDOW: / },
];

describe('settings of text messages', () => {
  test.each(wrong)('with $name stop the boot in one sentence that says what to set', ({ env, sentence }) => {
    expect(() => smsOf(env)).toThrow(sentence);
    expect(() => smsOf(env)).not.toThrow(secret);
  });

  test('lead to a message centre on the same machine where nothing else is said, and to Italian numbers alone', () => {
    expect(smsOf({})).toEqual({
      channel: 'smpp',
      smppUrl: 'smpp://selfcare:selfcare@127.0.0.1:2775',
      window: 10,
      enquireIntervalMs: 30_000,
      sender: 'WindTre',
      prefixes: ['+39'],
    });
  });

  test('of a gateway keep its token among the secrets', () => {
    const env = {
      SMS_CHANNEL: 'gateway',
      SMS_GATEWAY_URL: 'http://127.0.0.1/sms',
      SMS_GATEWAY_TOKEN: secret,
      SMS_SENDER: '+393201234567',
      SMS_PREFIXES: '+39, +41',
    };
    expect(smsOf(env)).toEqual({
      channel: 'gateway',
      gatewayUrl: 'http://127.0.0.1/sms',
      sender: '+393201234567',
      prefixes: ['+39', '+41'],
    });
    expect(loadSettings({ ...development, ...env }).secrets.smsGatewayToken).toBe(secret);
  });
});
