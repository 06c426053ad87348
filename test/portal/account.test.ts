import { goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { accountOf } from '../support/accounts';
import { Visitor, wordsOf } from './support/visitor';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
  const anna = { _id: 'anna', username: '+393201234567', email: 'anna@azienda.example' };
  const passwordHash = await api.context.passwordHashing.hash(goodPassword);
  await api.context.database.employees.create(accountOf('employee', { ...anna, passwordHash }));
});
afterAll(() => api.stop());
afterEach(() => api.clock.reset());

async function signedIn(password = goodPassword): Promise<Visitor> {
  const visitor = new Visitor(api);
  await visitor.open('/sign-in');
  await visitor.submit({ username: '320 123 4567', password });
  return visitor;
}

describe('somebody who signs in without scripts', () => {
  test('sees the own account, signs out, and is led to the sign-in afterwards', async () => {
    const visitor = await signedIn();
    expect(visitor.addresses.at(-1)).toBe('/account?signed-in=now');
    expect(wordsOf(visitor.page!.text)).toContain('Profilo Dipendente Username +39 320 123 4567');
    await visitor.submit({});
    expect(visitor.addresses.at(-1)).toBe('/?done=signedOut');
    expect(wordsOf(visitor.page!.text)).toContain('Sei uscito dal tuo account.');
    await visitor.open('/account');
    expect(visitor.addresses.at(-1)).toBe('/sign-in?next=%2Faccount');
    expect(wordsOf(visitor.page!.text)).not.toContain('Il tuo accesso è terminato');
    await visitor.submit({ username: '320 123 4567', password: goodPassword });
    expect(visitor.addresses.at(-1)).toBe('/account');
  });

  test('with a wrong password is told so; the name stays in its field, the password does not', async () => {
    const visitor = await signedIn('sbagliata di molto');
    expect(visitor.page!.status).toBe(401);
    expect(wordsOf(visitor.page!.text)).toContain('Username o password errati');
    expect(visitor.page!.text).toContain('value="320 123 4567"');
    expect(visitor.page!.text).not.toContain('sbagliata');
  });

  test('has the session in a cookie that scripts, other sites and addresses do not see', async () => {
    const visitor = await signedIn();
    expect(visitor.cookies.get('session')).toMatch(/^[\w-]{43}$/);
    expect(visitor.addresses.join(' ')).not.toContain(visitor.cookies.get('session'));
  });

  test('is led nowhere else by what stands behind the sign-in address', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/\\\\evil.example', '/account?x=1']) {
      const visitor = new Visitor(api);
      await visitor.open(`/sign-in?next=${encodeURIComponent(next)}`);
      await visitor.submit({ username: '320 123 4567', password: goodPassword });
      expect(visitor.addresses.at(-1)).toBe('/account?signed-in=now');
    }
  });

  test('sees the sessions, and ends the others', async () => {
    await api.context.database.sessions.deleteMany();
    const other = await signedIn();
    const visitor = await signedIn();
    api.clock.aheadMs = 10 * 60_000;
    await visitor.open('/account/sessions');
    const words = wordsOf(visitor.page!.text);
    expect(words).toContain('Portale web · in uso adesso');
    expect(words).toMatch(
      /in uso adesso Aperto: \S+ \w+ \d+, (?<opened>[\d:]+) Ultimo uso: \S+ \w+ \d+, (?!\k<opened>)/,
    );
    api.clock.reset();
    await visitor.submit({});
    expect(wordsOf(visitor.page!.text)).toContain('L’accesso è chiuso.');
    await other.open('/account/email');
    expect(other.addresses.at(-1)).toContain('/sign-in');
    expect(wordsOf(other.page!.text)).toContain('Il tuo accesso è terminato');
    expect(other.cookies.has('session')).toBe(false);
    await other.submit({ username: '320 123 4567', password: goodPassword });
    expect(other.addresses.at(-1)).toBe('/account/email');
    await visitor.open('/account');
    expect(visitor.addresses.at(-1)).toBe('/account');
  });

  test('ends every session, the one in use too, and is told so', async () => {
    const visitor = await signedIn();
    await visitor.open('/account/sessions');
    await visitor.submit({}, { form: visitor.page!.text.match(/<form/g)!.length - 1 });
    expect(visitor.addresses.at(-1)).toBe('/?done=sessionsEnded');
    expect(wordsOf(visitor.page!.text)).toContain('Tutti gli accessi sono chiusi, anche questo.');
  });

  test('is offered a second SIM while there is one, and no third (rule 39)', async () => {
    const { lineAssociations } = api.context.database;
    const line = { accountId: 'anna', vatNumber: '00000010017', simKind: 'voice' } as const;
    const record = { ...line, lineActivatedOn: '2026-01-01', associatedBy: 'f', associatedAt: new Date() };
    const visitor = await signedIn();
    const offered = [];
    for (const slot of [0, 1] as const) {
      await lineAssociations.create({ ...record, slot, _id: `+39320123456${slot}` });
      await visitor.open('/account');
      offered.push(visitor.page!.text.includes('href="/account/lines/associate"'));
    }
    await lineAssociations.deleteMany({ accountId: 'anna' });
    expect(offered).toEqual([true, false]);
  });

  test('adds a second SIM: the flow of the account is read with its session alone', async () => {
    const visitor = await signedIn();
    api.flows.standAt({ flow: 'simAssociation', status: 'AWAITING_CODE', nextSteps: ['submitCode'] });
    await visitor.open('/account/lines/associate');
    await visitor.submit({ line: '320 765 4321', 'sim-kind': 'voice' });
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\?flow=/);
    expect(wordsOf(visitor.page!.text)).toContain('320 765 4321. Modifica');
    visitor.cookies.delete('session');
    await visitor.open('/flow');
    expect(visitor.addresses.at(-1)).toMatch(/^\/sign-in\?next=%2Fflow%3Fflow%3D[\w-]{22}$/);
  });

  test('adds a data-only SIM: the pages say that the code goes to the mailbox of the account', async () => {
    const visitor = await signedIn();
    api.flows.standAt({ flow: 'simAssociation', status: 'AWAITING_PUK', nextSteps: ['submitPuk'] });
    await visitor.open('/account/lines/associate');
    await visitor.submit({ line: '320 765 4321', 'sim-kind': 'data-only' });
    expect(wordsOf(visitor.page!.text)).toContain('all’email del tuo account. La linea è +39 320 765 4321');
    expect(visitor.page!.text).toContain('<li aria-current="step">PUK</li>');
    api.flows.standAt({ flow: 'simAssociation', status: 'AWAITING_CODE', nextSteps: ['submitCode'] });
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('arriva un’email con il codice');
    expect(visitor.page!.text).toContain('<li aria-current="step">Codice di controllo</li>');
  });

  test('is told at the end of a flow of the account what it has now, not to sign in', async () => {
    const visitor = await signedIn();
    api.flows.standAt({ flow: 'contactChange', status: 'COMPLETED', nextSteps: [] });
    await visitor.open('/account/email');
    await visitor.submit({ 'new-email': 'nuova@azienda.example', password: goodPassword });
    expect(wordsOf(visitor.page!.text)).toContain('Fatto Il nuovo contatto è sul tuo account. Vai al tuo');
  });

  test.each([
    ['/account/deletion', { password: 'sbagliata di molto' }, 'password'],
    [
      '/account/password',
      { 'current-password': 'sbagliata di molto', 'new-password': goodPassword },
      'current-password',
    ],
    ['/account/password', { 'current-password': goodPassword, 'new-password': 'corta' }, 'new-password'],
  ])('reads at %s with %j beside the field what is wrong with it', async (path, typed, field) => {
    const visitor = await signedIn();
    await visitor.open(path);
    const { text } = await visitor.submit(typed);
    expect(text).toContain(`id="${field}-problem"`);
    expect(text).toContain(`href="#${field}"`);
  });

  test('whose password was typed long ago types it once more first', async () => {
    const visitor = await signedIn();
    api.clock.aheadMs = 11 * 60_000;
    await visitor.open('/account/lines/associate');
    expect(visitor.addresses.at(-1)).toBe('/step-up?next=%2Faccount%2Flines%2Fassociate');
    await visitor.submit({ password: goodPassword });
    expect(visitor.addresses.at(-1)).toBe('/account/lines/associate');
  });

  test('types it once alone where the form itself asks for it', async () => {
    const visitor = await signedIn();
    api.clock.aheadMs = 11 * 60_000;
    api.flows.standAt({ flow: 'contactChange', status: 'AWAITING_CODE', nextSteps: ['submitCode'] });
    await visitor.open('/account/email');
    expect(visitor.addresses.at(-1)).toBe('/account/email');
    await visitor.submit({ 'new-email': 'nuova@azienda.example', password: goodPassword });
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\?flow=/);
  });
});
