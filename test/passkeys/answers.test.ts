import { goodRequests, passkey } from '../api/support/requests';
import { jsonOf } from '../api/support/rawHttp';
import { signIn } from '../api/support/signedIn';
import { codeOf, passkeyStage, refused } from './support/stage';
import { HandmadePasskey } from './support/handmade';

const stage = passkeyStage();
beforeEach(() => signIn(stage.api));
const own = { rpId: 'localhost', origin: 'http://localhost:3000' };

async function challengeOf(operation: string): Promise<string> {
  const answer = await stage.api.send(goodRequests[operation]!(stage.api));
  return Buffer.from(String(jsonOf(answer)['challenge']), 'base64url').toString();
}

type Change = Partial<Parameters<HandmadePasskey['get']>[0]>;

/** Signed by the right key, over what it says: nothing is wrong but what the name says. */
const wrong: readonly (readonly [string, Change])[] = [
  ['a page of another port', { origin: 'http://localhost:4000' }],
  ['a page of another scheme', { origin: 'https://localhost:3000' }],
  ['a page below the domain', { origin: 'http://altro.localhost:3000' }],
  ['an app that nobody configured', { origin: 'android:apk-key-hash:AAAA' }],
  ['another domain', { rpId: 'altrove.example' }],
  ['a frame of another page', { clientData: { crossOrigin: true } }],
  ['a frame that names the page above it', { clientData: { crossOrigin: true, topOrigin: own.origin } }],
  ['nobody present', { flags: 0b100 }],
  ['nobody verified', { flags: 0b1 }],
  ['a copy without the leave to be copied', { flags: 0b1_0101 }],
];

test.each([['nothing', {}] as const, ...wrong])('of a known passkey from %s', async (name, change) => {
  const challenge = await challengeOf('askForPasskeySignIn');
  const answer = await stage.signIn(passkey.get({ ...own, challenge, ...change }));
  if (name === 'nothing') expect(answer.status).toBe(201);
  else expect(codeOf(answer)).toEqual(refused);
});

test.each([['nothing', {}] as const, ...wrong])('of a new passkey from %s', async (name, change) => {
  const challenge = await challengeOf('askForPasskey');
  const answer = await stage.add(new HandmadePasskey().create({ ...own, challenge, ...change }));
  if (name === 'nothing') expect(answer.status).toBe(201);
  else expect(codeOf(answer)).toEqual(refused);
});

test.each([
  ['the other ceremony', { type: 'webauthn.create' }],
  ['no ceremony', { type: undefined }],
  ['a passkey that may be copied now', {}],
])('of a known passkey from %s', async (name, clientData) => {
  const challenge = await challengeOf('askForPasskeySignIn');
  const flags = name.includes('copied') ? 0b1101 : 0b101;
  const answer = await stage.signIn(passkey.get({ ...own, challenge, clientData, flags }));
  expect(codeOf(answer)).toEqual(refused);
});

test.each([
  ['the counter stays 0', [0, 0, 0], [201, 201, 201]],
  ['the counter grows', [1, 2, 7], [201, 201, 201]],
  ['the counter stands still', [3, 3, 4], [201, 422, 422]],
  ['the counter goes back', [5, 4, 6], [201, 422, 422]],
  ['the counter is gone', [5, 0, 6], [201, 422, 422]],
])('where %s', async (_name, counters, statuses) => {
  const answered: number[] = [];
  for (const counter of counters) {
    const challenge = await challengeOf('askForPasskeySignIn');
    answered.push((await stage.signIn(passkey.get({ ...own, challenge, counter }))).status);
  }
  expect(answered).toEqual(statuses);
});
