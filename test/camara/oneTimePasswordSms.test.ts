import { camaraErrors, CamaraProblem, type CamaraCode } from '../../src/camara/camaraProblem';
import { Problem } from '../../src/errors/problem';
import { jsonOf } from '../api/support/rawHttp';
import { apiPath, CamaraApi, expectError, goodBodies, operations } from './support/camaraApi';

let camara: CamaraApi;
beforeAll(async () => (camara = await CamaraApi.start({ CAMARA_CALLS_PER_CLIENT_A_MINUTE: '1000' })));
afterAll(() => camara.stop());
beforeEach(() => camara.reset());

describe('a good request', () => {
  test('to send a code reaches what sends it, with the client of the token, and gives the id', async () => {
    const answer = await camara.post('send-code');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(jsonOf(answer)).toEqual({ authenticationId: goodBodies['validate-code'].authenticationId });
    const addressKey = expect.stringMatching(/^[\w-]{20,}$/) as string;
    expect(camara.oneTimePasswords.asked).toEqual([
      { ...goodBodies['send-code'], clientId: 'cool-app', addressKey },
    ]);
  });

  test('to validate a code is answered without a body', async () => {
    const token = await camara.token({ client_id: 'other-app' });
    const answer = await camara.post('validate-code', { headers: { Authorization: `Bearer ${token}` } });
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([204, '', undefined]);
    expect(camara.oneTimePasswords.asked).toEqual([
      { ...goodBodies['validate-code'], clientId: 'other-app' },
    ]);
  });

  test.each(operations)(
    '%s may have fields that CAMARA does not name; they are ignored',
    async (operation) => {
      const answer = await camara.postBody(operation, {
        ...goodBodies[operation],
        further: { clientId: 'x' },
        clientId: 'x',
      });
      expect(answer.status).toBeLessThan(300);
      expect(camara.oneTimePasswords.asked).toEqual([expect.objectContaining({ clientId: 'cool-app' })]);
      expect(camara.oneTimePasswords.asked[0]).not.toHaveProperty('further');
    },
  );

  test.each(operations)('%s gets its correlation id back, and one where it has none', async (operation) => {
    const echo = async (given?: string) =>
      (await camara.post(operation, given === undefined ? {} : { headers: { 'x-correlator': given } }))
        .headers['x-correlator'];
    for (const good of ['b4333c46-49c0', 'a_:;./<>{}9', 'x'.repeat(256)]) expect(await echo(good)).toBe(good);
    expect(await echo()).toMatch(/^[0-9a-f-]{36}$/);
    expect(await echo('')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each(operations)('%s is refused with a correlation id of another form', async (operation) => {
    for (const bad of ['bad value!', 'x'.repeat(257), 'with space', 'è', '"', 'a,b']) {
      const answer = await camara.post(operation, { headers: { 'x-correlator': bad } });
      expectError(answer, 'INVALID_ARGUMENT');
      expect(answer.headers['x-correlator']).toMatch(/^[0-9a-f-]{36}$/);
    }
    expectError(
      await camara.post(operation, { headers: { 'x-correlator': ['a', 'b'] } }),
      'INVALID_ARGUMENT',
    );
    expect(camara.oneTimePasswords.asked).toEqual([]);
  });
});

describe('a caller', () => {
  test.each(operations)('of %s without a token is told that one is needed', async (operation) => {
    for (const Authorization of ['', 'Basic eDp5', 'Bearer', 'Bearer  ']) {
      const answer = await camara.post(operation, { headers: { Authorization } });
      expectError(answer, 'UNAUTHENTICATED');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  test.each(operations)(
    'of %s with a bad token is refused before the body is looked at',
    async (operation) => {
      const tokens = [
        'x',
        await camara.token({ exp: 1 }),
        await camara.token({ aud: 'https://other.example' }),
      ];
      for (const token of tokens) {
        const answer = await camara.post(operation, {
          headers: { Authorization: `Bearer ${token}` },
          body: '{}',
        });
        expectError(answer, 'UNAUTHENTICATED');
        expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
      }
      expect(camara.oneTimePasswords.asked).toEqual([]);
    },
  );

  test.each(operations)('of %s whose token lacks the scope is refused', async (operation) => {
    for (const scope of [
      undefined,
      '',
      'openid',
      'one-time-password-sms:send-validate-more',
      'one-time-password-sms',
    ]) {
      const headers = { Authorization: `Bearer ${await camara.token({ scope })}` };
      const answer = await camara.post(operation, { headers });
      expectError(answer, 'PERMISSION_DENIED');
      expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
    }
    expect(camara.oneTimePasswords.asked).toEqual([]);
  });

  test('who calls too often is told when to come again, and keeps nobody else away', async () => {
    const narrow = await CamaraApi.start({ CAMARA_CALLS_PER_CLIENT_A_MINUTE: '2' });
    try {
      await narrow.post('send-code');
      await narrow.post('validate-code', { body: '{}' });
      const answer = await narrow.post('send-code');
      expectError(answer, 'TOO_MANY_REQUESTS');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      const headers = { Authorization: `Bearer ${await narrow.token({ client_id: 'other-app' })}` };
      expect((await narrow.post('send-code', { headers })).status).toBe(200);
    } finally {
      await narrow.stop();
    }
  });

  test('is answered 503 when the issuer cannot be asked, and 401 where there is none; both are logged without the token', async () => {
    const away = await CamaraApi.start();
    away.issuer.broken.add('/jwks');
    const none = await CamaraApi.start({ OAUTH_ISSUER: '' });
    try {
      expectError(await away.post('send-code'), 'UNAVAILABLE');
      expectError(await none.post('send-code'), 'UNAUTHENTICATED');
      expect(away.api.logLines.join('')).toContain('IssuerUnreachable');
      expect(none.api.logLines.join('')).toContain('UNAUTHENTICATED');
      expect([...away.api.logLines, ...none.api.logLines].join('')).not.toContain('eyJ');
    } finally {
      await Promise.all([away.stop(), none.stop()]);
    }
  });
});

describe('what goes wrong behind it', () => {
  test.each(Object.keys(camaraErrors) as CamaraCode[])('is told by its code: %s', async (code) => {
    for (const operation of operations) {
      camara.oneTimePasswords.failure = new CamaraProblem(code, { retryAfterSeconds: 7 });
      const answer = await camara.post(operation);
      expectError(answer, code);
      expect(answer.headers['retry-after']).toBe('7');
    }
  });

  test("is told in CAMARA's form too where the service has its own", async () => {
    const shown = [
      [new Problem('TEMPORARILY_UNAVAILABLE'), 'UNAVAILABLE'],
      [new Problem('OVERLOADED'), 'UNAVAILABLE'],
      [new Error('number +393201234567'), 'INTERNAL'],
    ] as const;
    for (const [failure, code] of shown) {
      camara.oneTimePasswords.failure = failure;
      expectError(await camara.post('send-code'), code);
    }
    const lines = camara.api.logLines.join('');
    expect(lines).not.toContain('320123');
    expect(lines.match(/"alarm":"requestFailed"/g)).toHaveLength(1);
  });
});

describe('anything under its path', () => {
  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s is answered in its form', async (method) => {
    for (const operation of operations) {
      const answer = await camara.api.send({ method, path: `${apiPath}/${operation}` });
      expectError(answer, 'METHOD_NOT_ALLOWED');
      expect(answer.headers['allow']).toBe('POST');
    }
  });

  const root = '/one-time-password-sms';
  test.each([
    ...[apiPath, `${apiPath}/`, `${apiPath}/other`, `${apiPath}/%E0%A4%A`, `${apiPath}//send-code`],
    ...[`${apiPath}/send-code/other`, root, `${root}/`, `${root}/v2/send-code`, `${root}/vwip/validate-code`],
    ...[`${root}/V1/other`, `/One-Time-Password-SMS/v9`, `${root}/v1%2Fsend-code`, `${root}/%zz`],
  ])('%s is not found in its form', async (path) => {
    for (const Accept of ['*/*', 'text/html', 'application/problem+json'])
      for (const method of ['GET', 'POST', 'DELETE']) {
        const headers = { Accept, 'Accept-Language': 'it' };
        expectError(await camara.api.send({ method, path, headers }), 'NOT_FOUND');
      }
  });

  test('is refused in its form where the body cannot be read, on any path', async () => {
    const headers = { 'Content-Type': 'application/json' };
    for (const path of [`${root}/v2/send-code`, `${apiPath}/other`, `${apiPath}/send-code`])
      expectError(await camara.api.send({ method: 'POST', path, headers, body: '{' }), 'INVALID_ARGUMENT');
  });

  test('is shed in its form when there is no room', async () => {
    const narrow = await CamaraApi.start({ MAX_REQUESTS_IN_FLIGHT: '1' });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const begun = new Promise<void>((resolve) => {
      narrow.oneTimePasswords.validate = () => {
        resolve();
        return held;
      };
    });
    try {
      const first = narrow.post('validate-code');
      await begun;
      const answer = await narrow.post('send-code');
      expectError(answer, 'UNAVAILABLE');
      expect(answer.headers['retry-after']).toBe('2');
      release();
      await first;
    } finally {
      await narrow.stop();
    }
  });

  test('leaves one line in the log with the whole route, and neither number nor code', async () => {
    camara.api.logLines.length = 0;
    for (const operation of operations) await camara.post(operation);
    const log = camara.api.logLines.join('');
    for (const operation of operations) expect(log).toContain(`"${apiPath}/${operation}"`);
    for (const secret of ['3201234567', '123456', 'ea0840f3', 'eyJ']) expect(log).not.toContain(secret);
  });
});
