import { jsonOf } from '../api/support/rawHttp';
import { goodRequests, passkey } from '../api/support/requests';
import { signIn } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { testSettings } from '../support/settings';

const fingerprint = Array.from({ length: 32 }, (_, index) => (index + 160).toString(16).toUpperCase()).join(
  ':',
);
const configured = {
  PUBLIC_BASE_URL: 'https://selfcare.operator.example',
  PASSKEY_RP_ID: 'operator.example',
  PASSKEY_ORIGINS: 'https://www.operatore.example, https://aziende.example',
  PASSKEY_ANDROID_APPS: `it.operator.app=${fingerprint}`,
  PASSKEY_IOS_APPS: 'ABCDE12345.it.operator.app',
};
const files = ['webauthn', 'assetlinks.json', 'apple-app-site-association'].map(
  (name) => `/.well-known/${name}`,
);

describe('the files of other domains and apps', () => {
  test('say what is configured; their pages and apps use a passkey, another page does not', async () => {
    const api = await TestApi.start(configured);
    await api.makeIndexes();
    const bodies: unknown[] = [];
    for (const path of files) {
      const answer = await api.send({ path });
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      bodies.push(jsonOf(answer));
    }
    const target = {
      namespace: 'android_app',
      package_name: 'it.operator.app',
      sha256_cert_fingerprints: [fingerprint],
    };
    expect(bodies).toEqual([
      { origins: ['https://www.operatore.example', 'https://aziende.example'] },
      [{ relation: ['delegate_permission/common.get_login_creds'], target }],
      { webcredentials: { apps: ['ABCDE12345.it.operator.app'] } },
    ]);
    await signIn(api);
    const hash = Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
    const statuses: unknown[] = [];
    for (const origin of [
      'https://selfcare.operator.example',
      'https://aziende.example',
      'https://operator.example',
      `android:apk-key-hash:${hash}`,
      'https://altrove.example',
      'android:apk-key-hash:AAAA',
    ]) {
      const { challenge } = jsonOf(await api.send(goodRequests['askForPasskeySignIn']!(api))) as {
        challenge: string;
      };
      const text = Buffer.from(challenge, 'base64url').toString();
      const credential = passkey.get({ rpId: 'operator.example', origin, challenge: text });
      const request = goodRequests['signInByPasskey']!(api);
      statuses.push((await api.send({ ...request, body: JSON.stringify({ credential }) })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 422, 422]);
    await api.stop();
  });

  test('are not there where nothing is configured', async () => {
    const api = await TestApi.start();
    for (const path of files) expect((await api.send({ path })).status).toBe(404);
    await api.stop();
  });
});

describe('the settings of passkeys', () => {
  test.each([
    ['PASSKEY_RP_ID', 'altrove.example'],
    ['PASSKEY_RP_ID', 'example'],
    ['PASSKEY_ORIGINS', 'http://www.operatore.example'],
    ['PASSKEY_ORIGINS', 'https://www.operatore.example/pagina'],
    ['PASSKEY_ORIGINS', 'www.operatore.example'],
    ['PASSKEY_ANDROID_APPS', 'it.operator.app'],
    ['PASSKEY_ANDROID_APPS', `it.operator.app=${fingerprint.toLowerCase()}`],
    ['PASSKEY_ANDROID_APPS', `it.operator.app=${fingerprint.slice(3)}`],
    ['PASSKEY_IOS_APPS', 'it.operator.app'],
  ])('stop the start with a sentence where %s is %s', (name, value) => {
    expect(() => testSettings({ ...configured, [name]: value })).toThrow(
      new RegExp(`^${name} must be .*\\.$`),
    );
  });

  test.each([
    ['https://selfcare.operator.example', 'selfcare.operator.example'],
    ['http://localhost:3000', 'localhost'],
    ['http://127.0.0.1:3000', 'localhost'],
    ['http://[::1]:3000', 'localhost'],
    ['http://192.0.2.1:3000', ''],
  ])('have pages at %s offer those of "%s"', (PUBLIC_BASE_URL, expected) => {
    expect(testSettings({ PUBLIC_BASE_URL }).config.passkeys.domainOfPages).toBe(expected);
  });
});
