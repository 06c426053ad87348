import { administrator, awaitPassword, flow, flowId, goodPassword } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { Visitor, wordsOf } from './support/visitor';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await TestApi.start();
  token = api.links.tokenOf(flow, flowId);
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const ourForm = {
  'Content-Type': 'application/x-www-form-urlencoded',
  'Sec-Fetch-Site': 'same-origin',
};
const key = '7f0c4d1e-2a63-4d55-9f0e-0c8a0f6f6b11';
describe('a form sent by another site', () => {
  const hostile: [string, Record<string, string>][] = [
    ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sister host', { 'Sec-Fetch-Site': 'same-site' }],
    [
      'ours by Origin, not by Sec-Fetch-Site',
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://127.0.0.1:3000' },
    ],
    ['an old browser on another site', { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' }],
    ['an old browser in a sandbox', { 'Sec-Fetch-Site': '', Origin: 'null' }],
  ];
  test.each(hostile)('%s: refused as a page, and no step is taken', async (_who, headers) => {
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    for (const path of ['/activation', '/activation/password']) {
      const answer = await api.send({
        method: 'POST',
        path,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...sent },
        body: new URLSearchParams({ token, key }).toString(),
      });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('<!doctype html>');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(api.flows.calls).toBe(0);
  });

  test('our own form is taken from a browser that only knows Origin', async () => {
    const origin = new URL(api.context.settings.config.http.publicBaseUrl).origin;
    const answer = await api.send({
      method: 'POST',
      path: '/activation',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin },
      body: new URLSearchParams({ token, key }).toString(),
    });
    expect(answer.status).toBe(303);
  });
});

describe('what no browser sends', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const odd: [string, string, Record<string, string>, string, number][] = [
    ['another method', 'DELETE', {}, '', 405],
    ['JSON', 'POST', { 'Content-Type': 'application/json' }, '{}', 415],
    ['no form at all', 'POST', {}, '', 415],
    ['a form without its key', 'POST', form, 'token=x', 400],
    ['a field twice', 'POST', form, `token=a&token=b&key=${key}`, 400],
    ['a field too many', 'POST', form, `token=a&role=admin&key=${key}`, 400],
    ['a form with too many fields', 'POST', form, Array(1_001).fill('a=1').join('&'), 413],
    [
      'a form in another charset',
      'POST',
      { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-7' },
      `key=${key}`,
      415,
    ],
    ['a form that is too large', 'POST', form, `key=${key}&token=${'x'.repeat(17_000)}`, 413],
  ];
  test.each(odd)('%s is refused as a page', async (_what, method, headers, body, status) => {
    const answer = await api.send({ method, path: '/activation', headers, body });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(api.flows.calls).toBe(0);
  });
});

test('the cookie is out of reach of scripts, other sites and, with https, of other hosts and plain http', async () => {
  const secure = await TestApi.start({ PUBLIC_BASE_URL: 'https://selfcare.example' });
  try {
    const cookies = [];
    for (const at of [api, secure]) {
      const body = new URLSearchParams({ token: at.links.tokenOf(flow, flowId), key }).toString();
      const answer = await at.send({ method: 'POST', path: '/activation', headers: ourForm, body });
      cookies.push(answer.headers['set-cookie']![0]!.replace(/=userAdmin[^;]+|(?<=Expires=)[^;]+/g, ''));
    }
    expect(cookies).toEqual([
      `activation-${flowId}; Max-Age=3600; Path=/; Expires=; HttpOnly; SameSite=Strict`,
      `__Host-activation-${flowId}; Max-Age=3600; Path=/; Expires=; HttpOnly; Secure; SameSite=Strict`,
    ]);
  } finally {
    await secure.stop();
  }
});

test('a service that has its hands full says so on a page, with a way to try again', async () => {
  const busy = await TestApi.start({ MAX_REQUESTS_IN_FLIGHT: '1' });
  try {
    const release = busy.flows.hold();
    const body = new URLSearchParams({ token: busy.links.tokenOf(flow, flowId), key }).toString();
    const first = busy.send({ method: 'POST', path: '/activation', headers: ourForm, body });
    await busy.flows.untilAsked(1);
    const answer = await busy.send({ path: '/activation' });
    release();
    expect((await first).status).toBe(303);
    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '2', 'content-language': 'it' });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.text).toContain('<a class="button" href="/activation">Riprova</a>');
  } finally {
    await busy.stop();
  }
});

describe('a browser that keeps no cookies', () => {
  /** A visitor whose cookies are gone before each request. */
  function forgetful(): Visitor {
    return Object.assign(new Visitor(api), { cookies: Object.assign(new Map(), { set: () => new Map() }) });
  }

  test('is told so at the sign-in that leads back to itself', async () => {
    const visitor = forgetful();
    await recordAccount(api);
    await visitor.open('/sign-in');
    await visitor.submit({ username: administrator, password: goodPassword });
    expect(visitor.addresses.at(-1)).toBe('/sign-in?next=%2Faccount&done=cookiesNeeded');
    expect(wordsOf(visitor.page!.text)).toContain('Questo browser non conserva i cookie del portale');
  });

  test('is told so where a flow would go on', async () => {
    const visitor = forgetful();
    api.flows.standAt({ flow: 'employeeRegistration', status: 'AWAITING_CODE', nextSteps: ['submitCode'] });
    await visitor.open('/registration/employee');
    await visitor.submit({ line: '320 123 4567', email: 'anna@azienda.example', 'sim-kind': 'voice' });
    expect(wordsOf(visitor.page!.text)).toContain('Questo browser non conserva i cookie del portale');
  });

  test('is told so after the button of a link', async () => {
    const visitor = forgetful();
    await awaitPassword(api);
    await visitor.open('/activation');
    await visitor.submit({ token: api.links.tokenOf(flow, flowId) });
    expect(visitor.page!.status).toBe(401);
    expect(wordsOf(visitor.page!.text)).toContain('Il browser non conserva i cookie');
  });
});
