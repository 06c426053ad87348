import { randomUUID } from 'node:crypto';
import { closeAccount } from '../../activities/accounts';
import { questionsOf } from '../support/codeActivities';
import { jsonOf } from '../api/support/rawHttp';
import {
  administrator,
  employeesId,
  employeeToken,
  goodPassword,
  sessionToken,
} from '../api/support/requests';
import { accountId, recordAccount } from '../api/support/signedIn';
import { bearerOf, codeOf, passkeyStage, refused } from './support/stage';
import { SoftwareAuthenticator } from './support/authenticator';

const stage = passkeyStage({ PASSKEYS_PER_ACCOUNT: '3' });
const minute = 60_000;

/** As a recovery leaves the account. */
function suspendAll() {
  return stage.api.context.database.userAdmins.updateOne(
    { _id: accountId },
    { $inc: { passkeyEpoch: 1 }, $set: { passkeysSuspendedAt: stage.api.clock.now() } },
  );
}

describe('a passkey', () => {
  test.each(['ES256', 'RS256', 'EdDSA'] as const)(
    'of %s is added, and signs in without a username, with a device token',
    async (algorithm) => {
      const device = stage.authenticator({ algorithm });
      await stage.added(device);
      const answer = await stage.signInWith(device);
      expect(answer.status).toBe(201);
      expect(jsonOf(answer)).toMatchObject({
        account: { username: administrator },
        client: 'app',
        deviceToken: expect.any(String) as string,
      });
      expect((await stage.ask('GET', '/v1/account', jsonOf(answer)['token'] as string)).status).toBe(200);
    },
  );

  test('is asked for as the standard says: discoverable, with user verification, attestation "none"', async () => {
    const options = await stage.creationOptions();
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    });
    expect(await stage.signInOptions()).toEqual({
      rpId: 'localhost',
      challenge: expect.any(String) as string,
      timeout: expect.any(Number) as number,
      userVerification: 'required',
    });
  });

  test('knows its owner by 32 random bytes, the same for all of an account, another one for each account', async () => {
    const handles: unknown[] = [];
    for (const token of [sessionToken, sessionToken, employeeToken]) {
      const { user } = (await stage.creationOptions(token)) as { user: { id: string } };
      handles.push(user.id);
    }
    expect(handles[1]).toBe(handles[0]);
    expect(handles[2]).not.toBe(handles[0]);
    expect(Buffer.from(String(handles[0]), 'base64url')).toHaveLength(32);
  });

  test('is listed, renamed and removed; removed, it signs in no more', async () => {
    const device = stage.authenticator();
    const id = await stage.added(device);
    await stage.signInWith(device);
    expect(await stage.listed()).toEqual([
      {
        id,
        label: 'Portatile',
        backedUp: expect.any(Boolean) as boolean,
        createdAt: expect.any(String) as string,
        lastUsedAt: expect.any(String) as string,
      },
    ]);
    const renamed = await stage.api.send({
      method: 'PUT',
      path: `/v1/passkeys/${id}`,
      headers: { ...bearerOf(sessionToken), 'Content-Type': 'application/json' },
      body: JSON.stringify({ label: '  Telefono\tdi lavoro ' }),
    });
    expect([renamed.status, jsonOf(renamed)['label']]).toEqual([200, 'Telefono di lavoro']);
    expect((await stage.ask('DELETE', `/v1/passkeys/${id}`)).status).toBe(204);
    expect(await stage.listed()).toEqual([]);
    expect(codeOf(await stage.signInWith(device))).toEqual(refused);
    expect(await stage.events()).toEqual([
      'passkeyAdded',
      'signedIn',
      'passkeyRenamed',
      'passkeyRemoved',
      'passkeyRefused',
    ]);
  });

  test('of another account is not found: it is neither renamed nor kept nor removed', async () => {
    const id = await stage.added(stage.authenticator());
    for (const [method, path] of [
      ['POST', `/v1/passkeys/${id}/keep`],
      ['DELETE', `/v1/passkeys/${id}`],
    ] as const)
      expect(codeOf(await stage.ask(method, path, employeeToken))).toEqual([404, 'NOT_FOUND']);
    expect(await stage.listed(employeeToken)).toEqual([]);
    expect(await stage.listed()).toHaveLength(1);
  });

  test('is added, kept and removed after a recent proof alone', async () => {
    const device = stage.authenticator();
    const options = await stage.creationOptions();
    const id = await stage.added(device);
    stage.api.clock.aheadMs += 11 * minute;
    for (const [method, path] of [
      ['POST', '/v1/passkeys/options'],
      ['POST', `/v1/passkeys/${id}/keep`],
      ['DELETE', `/v1/passkeys/${id}`],
    ] as const)
      expect(codeOf(await stage.ask(method, path))).toEqual([403, 'STEP_UP_REQUIRED']);
    expect(codeOf(await stage.add(stage.authenticator().create(options)))).toEqual([403, 'STEP_UP_REQUIRED']);
  });

  test('proves its owner within a session, which gets another token', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    stage.api.clock.aheadMs += 11 * minute;
    const options = await stage.stepUpOptions();
    expect(options['allowCredentials']).toHaveLength(1);
    const answer = await stage.stepUp(device.get(options));
    expect(answer.status).toBe(200);
    const { token } = jsonOf(answer) as { token: string };
    expect(codeOf(await stage.ask('GET', '/v1/passkeys'))).toEqual([401, 'SESSION_INVALID']);
    expect((await stage.ask('POST', '/v1/passkeys/options', token)).status).toBe(200);
    expect((await stage.events()).at(-1)).toBe('passkeyProven');
  });

  test('of another account proves nobody within a session', async () => {
    const device = stage.authenticator();
    await stage.added(device, employeeToken);
    const any = { ...(await stage.stepUpOptions()), allowCredentials: [] };
    expect(codeOf(await stage.stepUp(device.get(any)))).toEqual(refused);
  });

  test('never sets a password: a change asks for the current one, whoever proved a passkey (rule 26 of the FAQ)', async () => {
    for (const kind of ['telcoManager', 'userAdmin'] as const) {
      await recordAccount(stage.api, { kind });
      const device = stage.authenticator();
      await stage.added(device);
      const { token } = jsonOf(await stage.signInWith(device)) as { token: string };
      const change = (currentPassword?: string) =>
        stage.api.send({
          method: 'PUT',
          path: '/v1/account/password',
          headers: {
            ...bearerOf(token),
            'Content-Type': 'application/json',
            'Idempotency-Key': randomUUID(),
          },
          body: JSON.stringify({ currentPassword, password: `${goodPassword} ancora` }),
        });
      expect((await change()).status).toBe(400);
      expect(codeOf(await change('non la so, ho una passkey'))).toEqual([422, 'PASSWORD_WRONG']);
      await stage.reset();
    }
  });

  test('shows in no log line: neither its name, nor its key, nor what it signed', async () => {
    const device = stage.authenticator();
    stage.api.logLines.length = 0;
    await stage.added(device, sessionToken, 'Canarino di Chiara');
    const credential = device.get(await stage.signInOptions());
    await stage.signIn(credential);
    await stage.signIn(credential);
    const [kept] = await stage.api.context.database.passkeys.find().lean();
    const logged = stage.api.logLines.join('');
    expect(logged).toContain('/v1/sessions/passkey');
    const { clientDataJSON, signature } = credential.response;
    for (const canary of ['Canarino', kept!.credentialId, kept!.publicKey, clientDataJSON, signature])
      expect(logged).not.toContain(canary);
  });

  test('ends with its account', async () => {
    await stage.added(stage.authenticator());
    const { context } = stage.api;
    await context.database.connection.transaction((session) =>
      closeAccount(context.database, { _id: accountId, heldBy: 'none' }, session),
    );
    expect(await context.database.passkeys.countDocuments({ accountId })).toBe(0);
  });
});

describe('an account', () => {
  test('has as many as configuration says, of ten at one moment too', async () => {
    const devices = Array.from({ length: 10 }, () => stage.authenticator());
    const made = await Promise.all(devices.map(async (each) => each.create(await stage.creationOptions())));
    const answers = await Promise.all(made.map((credential) => stage.add(credential)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(
      new Set(answers.filter(({ status }) => status !== 201).map((each) => String(codeOf(each)))),
    ).toEqual(new Set(['409,PASSKEYS_TOO_MANY']));
    expect(await stage.listed()).toHaveLength(3);
    expect(codeOf(await stage.ask('POST', '/v1/passkeys/options'))).toEqual([409, 'PASSKEYS_TOO_MANY']);
  });

  test('names those that it has, so that an authenticator makes no second one', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const options = await stage.creationOptions();
    expect(options['excludeCredentials']).toEqual([
      expect.objectContaining({ type: 'public-key', transports: expect.any(Array) as string[] }),
    ]);
    expect(() => device.create(options)).toThrow();
  });

  test('that is gone, or under another password, adds none', async () => {
    const made = stage.authenticator().create(await stage.creationOptions());
    await stage.api.context.database.accounts.deleteOne({ _id: accountId });
    expect(codeOf(await stage.add(made))).toEqual([401, 'SESSION_INVALID']);
    expect(await stage.api.context.database.passkeys.countDocuments()).toBe(0);
  });

  test.each(['reserved', undefined] as const)('that is %s is not signed in to', async (status) => {
    const device = stage.authenticator();
    await stage.added(device);
    const { accounts } = stage.api.context.database;
    if (status) await accounts.updateOne({ _id: accountId }, { $set: { status } });
    else await accounts.deleteOne({ _id: accountId });
    expect(codeOf(await stage.signInWith(device))).toEqual(refused);
  });

  test('needs no code from a new device: a passkey is two factors', async () => {
    const { newDeviceConfirmation } = stage.api.context.settings.config;
    expect(newDeviceConfirmation).toBe('off');
    const device = stage.authenticator();
    await stage.added(device);
    expect((await stage.signInWith(device)).status).toBe(201);
  });
});

describe('a challenge', () => {
  test('counts once: of ten answers at one moment one signs in', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const options = await stage.signInOptions();
    const credentials = Array.from({ length: 10 }, () => device.get(options));
    const answers = await Promise.all(credentials.map((credential) => stage.signIn(credential)));
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(1);
    expect(
      new Set(answers.filter(({ status }) => status !== 201).map((each) => String(codeOf(each)))),
    ).toEqual(new Set([String(refused)]));
    expect(await stage.events()).not.toContain('passkeySuspected');
  });

  test('counts once: the same answer under another key is refused, under the same key it is answered alike', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const credential = device.get(await stage.signInOptions());
    const key = { 'Idempotency-Key': randomUUID() };
    const [first, again] = [await stage.signIn(credential, key), await stage.signIn(credential, key)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(jsonOf(again)['token']).toBe(jsonOf(first)['token']);
    expect(codeOf(await stage.signIn(credential))).toEqual(refused);
    expect((await stage.events()).filter((event) => event === 'signedIn')).toHaveLength(1);
  });

  test('adds one passkey: two devices that answer it at one moment add one, and the same request repeated adds no second', async () => {
    const options = await stage.creationOptions();
    const made = [stage.authenticator(), stage.authenticator()].map((each) => each.create(options));
    const answers = await Promise.all(made.map((credential) => stage.add(credential)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const credential = stage.authenticator().create(await stage.creationOptions());
    const key = { 'Idempotency-Key': randomUUID() };
    const both = [
      await stage.add(credential, sessionToken, 'Una', key),
      await stage.add(credential, sessionToken, 'Una', key),
    ];
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(jsonOf(both[1]!)).toEqual(jsonOf(both[0]!));
    expect(await stage.listed()).toHaveLength(2);
  });

  test('ends after five minutes', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const options = await stage.signInOptions();
    stage.api.clock.aheadMs += 5 * minute;
    expect(codeOf(await stage.signIn(device.get(options)))).toEqual(refused);
  });

  test('is for one purpose and one session: of a sign-in, an addition, a step-up, another session it does not count', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const { challenge: ofAddition } = await stage.creationOptions();
    const { challenge: ofStepUp } = await stage.stepUpOptions();
    const { challenge: ofOther } = await stage.stepUpOptions(employeeToken);
    const signInOptions = await stage.signInOptions();
    for (const challenge of [ofAddition, ofStepUp, 'bm9uZQ'])
      expect(codeOf(await stage.signIn(device.get({ ...signInOptions, challenge })))).toEqual(refused);
    for (const challenge of [ofAddition, ofOther, signInOptions['challenge']])
      expect(codeOf(await stage.stepUp(device.get({ ...signInOptions, challenge })))).toEqual(refused);
    const options = await stage.creationOptions();
    const other = await stage.creationOptions(employeeToken);
    for (const challenge of [ofStepUp, other['challenge'], signInOptions['challenge']])
      expect(codeOf(await stage.add(stage.authenticator().create({ ...options, challenge })))).toEqual(
        refused,
      );
  });
});

describe('an answer is refused', () => {
  const other = new SoftwareAuthenticator('http://altrove.example:3000');

  test('when the page was another one', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const { challenge } = await stage.signInOptions();
    const credential = device.get({ ...(await stage.signInOptions()), challenge });
    const clientData = JSON.parse(
      Buffer.from(credential.response.clientDataJSON, 'base64url').toString(),
    ) as object;
    const clientDataJSON = Buffer.from(JSON.stringify({ ...clientData, origin: other.origin })).toString(
      'base64url',
    );
    expect(
      codeOf(await stage.signIn({ ...credential, response: { ...credential.response, clientDataJSON } })),
    ).toEqual(refused);
  });

  test('when it is for another service', async () => {
    const options = await stage.creationOptions();
    const made = other.create({ ...options, rp: { id: 'altrove.example', name: 'x' } });
    expect(codeOf(await stage.add(made))).toEqual(refused);
  });

  test('without user verification, of a new passkey and of a known one', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const careless = { verifiesUser: false };
    const unverified = (options: Record<string, unknown>) => ({
      ...options,
      userVerification: 'discouraged',
    });
    expect(codeOf(await stage.signIn(device.get(unverified(await stage.signInOptions()), careless)))).toEqual(
      refused,
    );
    const options = await stage.creationOptions();
    const selection = { residentKey: 'required', userVerification: 'discouraged' };
    const made = stage.authenticator(careless).create({ ...options, authenticatorSelection: selection });
    expect(codeOf(await stage.add(made))).toEqual(refused);
  });

  test('when its counter went back; the passkey is suspended then until its owner keeps it', async () => {
    const device = stage.authenticator({ counts: 5 });
    const id = await stage.added(device);
    expect((await stage.signInWith(device)).status).toBe(201);
    await stage.api.context.database.passkeys.updateOne({ _id: id }, { $set: { counter: 1_000 } });
    expect(codeOf(await stage.signInWith(device))).toEqual(refused);
    expect((await stage.events()).at(-1)).toBe('passkeySuspected');
    const [listed] = await stage.listed();
    expect(listed).toHaveProperty('suspendedSince');
    expect(codeOf(await stage.signInWith(device))).toEqual(refused);
    expect((await stage.ask('POST', `/v1/passkeys/${id}/keep`)).status).toBe(200);
    expect((await stage.signInWith(device)).status).toBe(201);
  });

  test('when its signature, its account or its credential is changed', async () => {
    const [device, employees] = [stage.authenticator(), stage.authenticator()];
    await stage.added(device);
    await stage.added(employees, employeeToken);
    const options = await stage.signInOptions();
    const [own, others] = [device.get(options), employees.get(options)];
    const { signature, userHandle } = own.response;
    for (const changed of [
      { ...own, response: { ...own.response, signature: others.response.signature } },
      { ...own, response: { ...own.response, userHandle: others.response.userHandle! } },
      { ...own, response: { ...own.response, userHandle: undefined as never } },
      { ...own, id: others.id, rawId: others.rawId },
      { ...others, response: { ...others.response, signature, userHandle: userHandle! } },
      { ...own, rawId: others.rawId },
    ])
      expect(codeOf(await stage.signIn(changed))).toEqual(refused);
  });

  test('when it comes from within another page', async () => {
    const device = stage.authenticator();
    const made = device.create(await stage.creationOptions());
    const clientData = JSON.parse(
      Buffer.from(made.response.clientDataJSON, 'base64url').toString(),
    ) as object;
    const clientDataJSON = Buffer.from(JSON.stringify({ ...clientData, crossOrigin: true })).toString(
      'base64url',
    );
    expect(codeOf(await stage.add({ ...made, response: { ...made.response, clientDataJSON } }))).toEqual(
      refused,
    );
  });

  test('of a credential that another account has', async () => {
    const device = stage.authenticator();
    const made = device.create(await stage.creationOptions());
    expect((await stage.add(made)).status).toBe(201);
    const { credentialId, ...copy } = (await stage.api.context.database.passkeys.findOne().lean())!;
    await expect(
      stage.api.context.database.passkeys.create({
        ...copy,
        _id: 'copy',
        credentialId,
        accountId: employeesId,
      }),
    ).rejects.toThrow('one_passkey_a_credential');
  });
});

describe('a recovery', () => {
  test('suspends every passkey: none signs in or proves its owner, until the owner keeps it', async () => {
    const [kept, removed] = [stage.authenticator(), stage.authenticator()];
    const id = await stage.added(kept, sessionToken, 'Telefono');
    const removedId = await stage.added(removed, sessionToken, 'Chiavetta');
    await suspendAll();
    for (const device of [kept, removed]) expect(codeOf(await stage.signInWith(device))).toEqual(refused);
    expect((await stage.stepUpOptions())['allowCredentials']).toEqual([]);
    const any = { ...(await stage.stepUpOptions()), allowCredentials: [] };
    expect(codeOf(await stage.stepUp(kept.get(any)))).toEqual(refused);
    const listed = await stage.listed();
    expect(listed.map((each) => 'suspendedSince' in each)).toEqual([true, true]);
    const answer = await stage.ask('POST', `/v1/passkeys/${id}/keep`);
    expect([answer.status, 'suspendedSince' in jsonOf(answer)]).toEqual([200, false]);
    await stage.ask('DELETE', `/v1/passkeys/${removedId}`);
    expect((await stage.signInWith(kept)).status).toBe(201);
    expect(codeOf(await stage.signInWith(removed))).toEqual(refused);
  });

  test('does not suspend one that is added afterwards', async () => {
    await suspendAll();
    const device = stage.authenticator();
    await stage.added(device);
    expect((await stage.signInWith(device)).status).toBe(201);
  });
});

describe('refusals tell nothing', () => {
  test('whether a passkey is unknown, removed, suspended, or signed wrong: one answer, to the letter, and one event', async () => {
    const [unknown, removed, suspended, wrong] = [1, 2, 3, 4].map(() => stage.authenticator());
    const options = await stage.creationOptions();
    unknown!.create(options);
    await stage.ask('DELETE', `/v1/passkeys/${await stage.added(removed!)}`);
    await stage.added(suspended!);
    await suspendAll();
    await stage.added(wrong!);
    await stage.api.context.database.auditEvents.deleteMany({});
    const answers = [];
    for (const device of [unknown!, removed!, suspended!, wrong!]) {
      const credential = device.get(await stage.signInOptions());
      if (device === wrong)
        credential.response.signature = unknown!.get(await stage.signInOptions()).response.signature;
      const answer = await stage.signIn(credential);
      const told = { ...jsonOf(answer), supportReference: '' };
      answers.push({ status: answer.status, told, headers: Object.keys(answer.headers) });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await stage.events()).toEqual(Array.from({ length: 4 }, () => 'passkeyRefused'));
  });

  test('in what the database is asked', async () => {
    const [unknown, known] = [stage.authenticator(), stage.authenticator()];
    unknown.create(await stage.creationOptions());
    await stage.added(known);
    await suspendAll();
    const asked = [];
    for (const device of [unknown, known]) {
      const credential = device.get(await stage.signInOptions());
      asked.push(await questionsOf(stage.api.context.database, () => stage.signIn(credential)));
    }
    expect(asked[1]).toEqual(asked[0]);
  });

  test('and count on the origin: past its limit the next one waits, right or wrong, unless it did work', async () => {
    const device = stage.authenticator();
    await stage.added(device);
    const from = { 'X-Forwarded-For': '198.51.100.7' };
    const { limits } = stage.api.context.database;
    const _id = `origin:${stage.api.context.origins.keyOf('198.51.100.7')}`;
    const at = stage.api.clock.now().getTime();
    const failures = Array.from({ length: 1000 }, (_, index) => ({
      id: String(index),
      at,
      subject: String(index),
    }));
    await limits.create({ _id, uses: [], failures, expiresAt: new Date(at + 86_400_000) });
    const answer = await stage.signInWith(device, from);
    expect(codeOf(answer)).toEqual([429, 'SIGN_IN_WAIT']);
    expect(jsonOf(answer)).toHaveProperty('proofOfWork');
    expect((await stage.signInWith(device, { 'X-Forwarded-For': '198.51.100.8' })).status).toBe(201);
  });
});
