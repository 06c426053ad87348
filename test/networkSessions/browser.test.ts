import { catalogue, type ProblemCode } from '../../src/errors/catalogue';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { codeOf, minute } from '../sessions/support/sessionStage';
import { Browser, cookiesOf, line, NetworkStage, path } from './support/networkStage';

const portal = 'http://127.0.0.1:3000/';
let stage: NetworkStage;
let browser: Browser;

beforeAll(async () => {
  stage = await NetworkStage.start();
});
beforeEach(async () => {
  await stage.reset();
  browser = new Browser(stage);
});
afterAll(() => stage.stop());

/** Back at the portal, signed in. */
function signedIn(answer: RawAnswer): string {
  expect([answer.status, answer.headers.location]).toEqual([303, `${portal}welcome`]);
  const { session } = cookiesOf(answer);
  expect(session).toMatch(/^[\w-]{43}$/);
  return session!;
}

/** Back at the portal, not signed in, with the reason for it in a cookie that tells it once. */
async function refused(answer: RawAnswer, code: ProblemCode, by = browser): Promise<Record<string, unknown>> {
  expect([answer.status, answer.headers.location]).toEqual([303, portal]);
  expect(cookiesOf(answer)).not.toHaveProperty('session');
  const told = await by.visit(`${path}/refusal`, { 'Accept-Language': 'en' });
  expect(jsonOf(told)).toMatchObject({ code, ...catalogue[code].en });
  expect(codeOf(await by.visit(`${path}/refusal`))).toEqual([404, 'NOT_FOUND']);
  return jsonOf(told);
}

const sessionsThere = () => stage.api.context.database.sessions.countDocuments();
const isOpen = async (session: string) =>
  (await stage.get('/v1/account', { Cookie: `session=${session}` })).status === 200;

describe('"Accedi direttamente"', () => {
  test('signs in by one click, with nothing asked and nothing but cookies left in the browser', async () => {
    const session = signedIn(await browser.signIn());
    expect([...browser.cookies.keys()]).toEqual(['session']);
    const current = jsonOf(await browser.visit('/v1/sessions/current'));
    expect(current).toMatchObject({ assurance: 'network', client: 'portal', account: { username: line } });
    expect(await isOpen(session)).toBe(true);
  });

  test('comes back to pages in the language that was chosen', async () => {
    for (const [query, address] of [
      ['?lang=en', `${portal}welcome?lang=en`],
      ['?lang=//evil.example', `${portal}welcome`],
    ]) {
      const { headers } = await browser.visit(await browser.toOperator(query));
      expect(headers.location).toBe(address);
    }
  });

  test('leaves with a cookie that no script reads and that comes back with the operator, for five minutes', async () => {
    const { headers } = await browser.visit(`${path}/start`);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^network-attempt=[^;]+; Max-Age=300; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers.location).not.toContain(browser.cookies.get('network-attempt')!);
  });

  test('leads a line that is not registered to the registration, and names it in no address', async () => {
    await stage.api.context.database.lineAssociations.deleteMany({});
    const answer = await browser.signIn();
    const inSight = JSON.stringify([answer.headers.location, cookiesOf(answer)]);
    expect(inSight).not.toContain(line.slice(3));
    expect((await refused(answer, 'LINE_NOT_REGISTERED'))['line']).toBe(line);
  });

  test('knows no line on another network', async () => {
    await stage.network.connect(null);
    await refused(await browser.signIn(), 'LINE_NOT_RECOGNISED');
  });

  test('is not begun by a page of another site', async () => {
    const answer = await browser.visit(`${path}/start`, { 'Sec-Fetch-Site': 'cross-site' });
    expect(cookiesOf(answer)).not.toHaveProperty('network-attempt');
    await refused(answer, 'ORIGIN_REFUSED');
  });

  test('counts numbers in headers for nothing', async () => {
    await stage.network.connect(null);
    await refused(
      await browser.visit(await browser.toOperator(), { 'X-MSISDN': line }),
      'LINE_NOT_RECOGNISED',
    );
  });

  test.each(['start', 'callback', 'refusal'])('takes visits to %s alone', async (step) => {
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE']) {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await stage.api.send({ method, path: `${path}/${step}`, headers });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
    }
  });
});

describe('the way back from the operator', () => {
  test('needs the cookie of the browser that left', async () => {
    const back = await browser.toOperator();
    const other = new Browser(stage);
    await refused(await other.visit(back), 'LINE_NOT_RECOGNISED', other);
    expect(await sessionsThere()).toBe(0);
    signedIn(await browser.visit(back));
  });

  test('is no way to sign somebody else in: the way back of one browser opens nothing in another that left too', async () => {
    const back = await browser.toOperator();
    const victim = new Browser(stage);
    await victim.toOperator();
    await refused(await victim.visit(back), 'LINE_NOT_RECOGNISED', victim);
    expect(await sessionsThere()).toBe(0);
  });

  test('is gone once, the cookie kept or not', async () => {
    const back = await browser.toOperator();
    const kept = browser.cookies.get('network-attempt')!;
    signedIn(await browser.visit(back));
    await refused(await browser.visit(back), 'LINE_NOT_RECOGNISED');
    browser.cookies.set('network-attempt', kept);
    await refused(await browser.visit(back), 'LINE_NOT_RECOGNISED');
    expect(await sessionsThere()).toBe(1);
  });

  test('gone by five at once opens no more than one session', async () => {
    const back = await browser.toOperator();
    const Cookie = `network-attempt=${browser.cookies.get('network-attempt')!}`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => stage.get(back, { Cookie })));
    const opened = answers.filter((answer) => cookiesOf(answer)['session'] !== undefined);
    expect(opened.length).toBeLessThanOrEqual(1);
    expect(await sessionsThere()).toBe(opened.length);
  });

  test.each<[string, (query: URLSearchParams, other: URLSearchParams) => void]>([
    ['the code of another browser', (query, other) => query.set('code', other.get('code')!)],
    ['the state of another browser', (query, other) => query.set('state', other.get('state')!)],
    ['no state', (query) => query.delete('state')],
    ['another issuer', (query) => query.set('iss', 'https://other.example')],
    ['an error of the operator', (query) => query.set('error', 'access_denied')],
  ])('with %s opens nothing', async (_what, change) => {
    const query = new URLSearchParams((await browser.toOperator()).split('?')[1]);
    const other = new URLSearchParams((await new Browser(stage).toOperator()).split('?')[1]);
    change(query, other);
    await refused(await browser.visit(`${path}/callback?${query.toString()}`), 'LINE_NOT_RECOGNISED');
    expect(await sessionsThere()).toBe(0);
  });

  test('without anything behind the ? opens nothing', async () => {
    await browser.toOperator();
    await refused(await browser.visit(`${path}/callback`), 'LINE_NOT_RECOGNISED');
  });

  test('with a cookie that was made up, or is that of a refusal, opens nothing', async () => {
    await stage.network.connect(null);
    const answer = await browser.signIn();
    await stage.network.connect(line);
    const back = await browser.toOperator();
    for (const cookie of [cookiesOf(answer)['network-refusal']!, 'test-1.AAAA', '{}', '']) {
      browser.cookies.set('network-attempt', cookie);
      await refused(await browser.visit(back), 'LINE_NOT_RECOGNISED');
    }
  });

  test('is closed after five minutes', async () => {
    const back = await browser.toOperator();
    stage.api.clock.aheadMs = 5 * minute;
    await refused(await browser.visit(back), 'LINE_NOT_RECOGNISED');
  });

  test('gives another token than the browser came with, and ends what it had when it left', async () => {
    const former = signedIn(await browser.signIn());
    const back = await browser.toOperator();
    browser.cookies.set('session', 'planted-by-somebody-else');
    const next = signedIn(await browser.visit(back));
    expect([await isOpen(former), await isOpen('planted-by-somebody-else')]).toEqual([false, false]);
    expect([next === former, await isOpen(next)]).toEqual([false, true]);
  });

  test('leaves neither code nor state nor line in the log', async () => {
    const back = await browser.toOperator();
    const query = new URLSearchParams(back.split('?')[1]);
    signedIn(await browser.visit(back));
    await refused(await browser.visit(back), 'LINE_NOT_RECOGNISED');
    const log = stage.api.logLines.join('');
    for (const secret of [query.get('code')!, query.get('state')!, line.slice(3)])
      expect(log).not.toContain(secret);
  });
});
