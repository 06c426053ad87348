import { openText } from '../../src/security/sealing';
import type { FlowView } from '../../workflows/contracts/flow';
import { goodPassword } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { Visitor, wordsOf } from './support/visitor';

let api: TestApi;
const line = '+393201234567';
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
  const passwordHash = await api.context.passwordHashing.hash(goodPassword);
  await recordAccount(api, { _id: 'anna', kind: 'employee', username: line, passwordHash });
  await api.context.database.lineAssociations.create({
    ...{ _id: line, accountId: 'anna', slot: 0, associatedBy: 'flow', associatedAt: new Date() },
    ...{ simKind: 'voice', lineActivatedOn: '2026-01-01', vatNumber: '00000010017' },
  });
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());
afterEach(() => api.clock.reset());

function standAt(over: Partial<FlowView> = {}): void {
  const nextSteps = ['submitCode', 'resendCode'] as const;
  api.flows.standAt({
    ...{ flow: 'employeeRegistration', status: 'AWAITING_CODE', nextSteps, attemptsLeft: 5 },
    ...over,
  });
}

/** Somebody who has sent the form of a registration off. */
async function registering(simKind = 'voice'): Promise<Visitor> {
  standAt();
  const visitor = new Visitor(api);
  await visitor.open('/registration/employee');
  await visitor.submit({ line: '320 123 4567', email: 'anna@azienda.example', 'sim-kind': simKind });
  return visitor;
}

async function signedIn(): Promise<Visitor> {
  const visitor = new Visitor(api);
  await visitor.open('/sign-in');
  await visitor.submit({ username: line, password: goodPassword });
  return visitor;
}

/** Follows a link of the page by its words. */
async function follow(visitor: Visitor, words: string): Promise<void> {
  const link = [...visitor.page!.text.matchAll(/<a [^>]*href="(?<href>[^"]+)"[^>]*>(?<words>[^<]+)<\/a>/g)];
  const found = link.find(({ groups }) => groups!['words'] === words)?.groups?.['href'];
  await visitor.open(found!.replaceAll('&amp;', '&'));
}

describe('"change it"', () => {
  test('shows the form as it was sent off, by what the browser kept: no address says what was typed', async () => {
    const visitor = await registering();
    await follow(visitor, 'Modifica');
    expect(visitor.addresses.at(-1)).toMatch(/^\/registration\/employee\?change=true&flow=[\w-]{22}$/);
    expect(visitor.page!.text).toContain('value="320 123 4567"');
    expect(visitor.page!.text).toContain('value="anna@azienda.example"');
    expect(visitor.page!.text).toContain('value="voice" checked');
    await visitor.open('/registration/employee');
    expect(visitor.page!.text).not.toContain('value="320 123 4567"');
  });

  test('fills no other form in, and takes nothing from the address', async () => {
    const visitor = await registering();
    await visitor.open('/recovery?change=true&username=evil');
    expect(visitor.page!.text).not.toContain('320 123 4567');
    expect(visitor.page!.text).toMatch(/name="username" value=""/);
  });

  test('is there for every form that begins a flow with a code, and leads back to it', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/recovery?lang=en');
    standAt({ flow: 'passwordRecovery' });
    await visitor.submit({ username: 'NiccoloAdmin', channel: 'sms' });
    await follow(visitor, 'Change it');
    expect(visitor.addresses.at(-1)).toMatch(/^\/recovery\?lang=en&change=true&flow=[\w-]{22}$/);
    expect(visitor.page!.text).toContain('value="NiccoloAdmin"');
    expect(visitor.page!.text).toContain('value="sms" checked');
  });

  test('survives what a browser may send for a cookie', async () => {
    const visitor = await registering();
    const [name = ''] = [...visitor.cookies.keys()].filter((cookie) => cookie.startsWith('flow-'));
    const [token = ''] = visitor.cookies.get(name)!.split(' ');
    for (const kept of ['x', Buffer.from('{"name":1}').toString('base64url'), '']) {
      visitor.cookies.set(name, encodeURIComponent(`${token} ${kept} ${kept}`));
      expect((await visitor.open('/flow')).status).toBe(200);
      expect((await visitor.open('/registration/employee?change=true')).status).toBe(200);
    }
  });
});

describe('where nothing came', () => {
  test('a SIM in a router is one link away from the PUK, with the line kept', async () => {
    const visitor = await registering();
    expect(wordsOf(visitor.page!.text)).toContain('Controlla che il telefono sia acceso e abbia campo');
    await follow(visitor, 'Verificala con il PUK');
    expect(visitor.page!.text).toContain('value="320 123 4567"');
    expect(visitor.page!.text).toContain('value="data-only" checked');
  });

  test('a data-only SIM is not sent to where it is, and has the PUK among its steps', async () => {
    const visitor = await registering('data-only');
    expect(wordsOf(visitor.page!.text)).not.toContain('Verificala con il PUK');
    expect(visitor.page!.text).toContain('<li aria-current="step">Codice di controllo</li>');
    standAt({ status: 'AWAITING_PUK', nextSteps: ['submitPuk'], attemptsLeft: 3 });
    await visitor.open('/flow');
    expect(visitor.page!.text).toContain('<li aria-current="step">PUK</li>');
    expect(wordsOf(visitor.page!.text)).toContain('Tentativi rimasti: 3');
  });

  test('PIN and PUK are said to be on the card of the SIM, and who has it no more calls 1928 (rule 38)', async () => {
    const visitor = await registering('data-only');
    standAt({ status: 'AWAITING_PUK', nextSteps: ['submitPuk'] });
    await visitor.open('/flow');
    const words = wordsOf(visitor.page!.text);
    expect(words).toContain('sulla card da cui hai staccato la SIM. Se non l’hai più, chiama il 1928.');
  });
});

describe('a form that the question for the password interrupts', () => {
  async function interrupted(): Promise<Visitor> {
    const visitor = await signedIn();
    await visitor.open('/account/lines/associate');
    api.clock.aheadMs = 11 * 60_000;
    await visitor.submit({ line: '320 765 4321', 'sim-kind': 'voice' });
    expect(visitor.addresses.at(-1)).toBe('/step-up?next=%2Faccount%2Flines%2Fassociate');
    return visitor;
  }

  test('is shown again as it was filled in, and the session has another token', async () => {
    const visitor = await interrupted();
    const former = visitor.cookies.get('session');
    expect(decodeURIComponent(visitor.cookies.get('draft')!)).not.toContain('765 4321');
    await visitor.submit({ password: goodPassword });
    expect(visitor.addresses.at(-1)).toBe('/account/lines/associate');
    expect(visitor.page!.text).toContain('value="320 765 4321"');
    expect(visitor.cookies.get('session')).not.toBe(former);
    standAt({ flow: 'simAssociation' });
    await visitor.submit({ line: '320 765 4321', 'sim-kind': 'voice' });
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\?flow=/);
    expect(visitor.cookies.has('draft')).toBe(false);
  });

  test('is forgotten with the sign-out, as is the flow', async () => {
    const visitor = await interrupted();
    await visitor.open('/account');
    const signOut = visitor.page!.text.match(/<form/g)!.length - 1;
    await visitor.submit({}, { form: signOut });
    expect(visitor.addresses.at(-1)).toBe('/?done=signedOut');
    expect([...visitor.cookies.keys()].filter((name) => /^(draft|flow)/.test(name))).toEqual([]);
  });

  test('keeps no password', async () => {
    const visitor = await signedIn();
    visitor.cookies.set('session', 'x'.repeat(43));
    await visitor.open('/account/password');
    const key = '7f0c4d1e-2a63-4d55-9f0e-0c8a0f6f6b11';
    await visitor.post('/account/password', { key, 'current-password': goodPassword, 'new-password': 'x' });
    expect(visitor.addresses.at(-1)).toContain('/sign-in?next=%2Faccount%2Fpassword');
    const { serviceKeys } = api.context.settings.secrets;
    const draft = openText(serviceKeys, 'form draft', visitor.cookies.get('draft')!);
    expect(JSON.parse(draft)).toEqual({ name: 'passwordChange', typed: {} });
    await visitor.submit({ username: line, password: goodPassword });
    expect(visitor.addresses.at(-1)).toBe('/account/password');
    expect(visitor.page!.text).not.toContain(goodPassword);
  });
});

test('"Accedi direttamente" is switched off and on for a line on the page of the account', async () => {
  const visitor = await signedIn();
  expect(wordsOf(visitor.page!.text)).toContain('«Accedi direttamente» attivo');
  await visitor.submit({});
  expect(visitor.addresses.at(-1)).toBe('/account?done=autologinOff');
  expect(wordsOf(visitor.page!.text)).toContain('«Accedi direttamente» non attivo');
  await visitor.submit({});
  expect(wordsOf(visitor.page!.text)).toContain('«Accedi direttamente» attivo');
  expect((await api.context.database.lineAssociations.findById(line).lean())?.autologin).toBe(true);
});
