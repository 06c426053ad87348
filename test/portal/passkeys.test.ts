import { SoftwareAuthenticator } from '../passkeys/support/authenticator';
import { jsonOf } from '../api/support/rawHttp';
import { goodPassword, post } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { accountOf } from '../support/accounts';
import { formsOf, Visitor, wordsOf } from './support/visitor';

const origin = 'http://localhost:3000';
const minute = 60_000;

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ PUBLIC_BASE_URL: origin });
  await api.makeIndexes();
  const anna = { _id: 'anna', username: '+393201234567', email: 'anna@azienda.example' };
  const passwordHash = await api.context.passwordHashing.hash(goodPassword);
  await api.context.database.employees.create(accountOf('employee', { ...anna, passwordHash }));
});
afterAll(() => api.stop());
beforeEach(async () => {
  api.clock.reset();
  await Promise.all([
    api.context.database.passkeys.deleteMany({}),
    api.context.database.limits.deleteMany({}),
  ]);
});

async function signedIn(): Promise<Visitor> {
  const visitor = new Visitor(api);
  await visitor.open('/sign-in');
  await visitor.submit({ username: '320 123 4567', password: goodPassword });
  return visitor;
}

const cookiesOf = ({ cookies }: Visitor) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const address = (visitor: Visitor) => visitor.addresses.at(-1)?.split('?')[0];

/** What the page's script does: asks for the options, and fills the answer into the form. */
async function added(visitor: Visitor, device: SoftwareAuthenticator, label: string): Promise<void> {
  const headers = { Cookie: cookiesOf(visitor), 'Sec-Fetch-Site': 'same-origin' };
  const options = jsonOf(await api.send(post('/v1/passkeys/options', {}, headers)));
  await visitor.open('/account/passkeys');
  const form = formsOf(visitor.page!.text).findIndex(({ hidden }) => 'credential' in hidden);
  await visitor.submit({ label, credential: JSON.stringify(device.create(options)) }, { form });
}

async function answerTo(device: SoftwareAuthenticator, path: string, visitor?: Visitor): Promise<string> {
  const options = await api.send({ path, headers: { Cookie: visitor ? cookiesOf(visitor) : '' } });
  return JSON.stringify(device.get(jsonOf(options)));
}

describe('the pages of passkeys', () => {
  test('add, rename and remove one, and sign in by it to the page that was wanted', async () => {
    const device = new SoftwareAuthenticator(origin);
    const owner = await signedIn();
    await added(owner, device, 'Telefono');
    expect(wordsOf(owner.page!.text)).toContain('La passkey è aggiunta.');
    const of = (name: string) => formsOf(owner.page!.text).findIndex(({ action }) => action.includes(name));
    const rename = formsOf(owner.page!.text).findIndex(({ hidden }) => 'of' in hidden);
    await owner.submit({ label: 'Chiavetta' }, { form: rename });
    expect(wordsOf(owner.page!.text)).toContain('La passkey ha un altro nome. Passkey');
    expect(wordsOf(owner.page!.text)).toContain('Chiavetta');

    const visitor = new Visitor(api);
    await visitor.open('/account/sessions');
    expect(address(visitor)).toBe('/sign-in');
    const form = formsOf(visitor.page!.text).findIndex(({ hidden }) => 'credential' in hidden);
    const credential = await answerTo(device, '/v1/sessions/passkey/options');
    await visitor.submit({ credential }, { form });
    expect(address(visitor)).toBe('/account/sessions');

    await owner.submit({}, { form: of('/remove') });
    expect(wordsOf(owner.page!.text)).toContain('La passkey non fa più accedere.');
    expect(await api.context.database.passkeys.countDocuments()).toBe(0);
  });

  test('refuse what is no answer of a passkey beside the form, which stays', async () => {
    for (const credential of ['', 'x', '{}', '{"id":1}', JSON.stringify({ type: 'public-key' })]) {
      const visitor = new Visitor(api);
      await visitor.open('/sign-in?next=/account/sessions');
      const form = formsOf(visitor.page!.text).findIndex(({ hidden }) => 'credential' in hidden);
      await visitor.submit({ credential }, { form });
      expect(visitor.page!.status).toBe(422);
      expect(wordsOf(visitor.page!.text)).toContain('Passkey non accettata');
      await visitor.submit({ username: '320 123 4567', password: goodPassword });
      expect(address(visitor)).toBe('/account/sessions');
    }
  });

  test('ask for a recent proof first, which a passkey gives too', async () => {
    const device = new SoftwareAuthenticator(origin);
    const owner = await signedIn();
    await added(owner, device, 'Telefono');
    api.clock.aheadMs = 11 * minute;
    await owner.open('/account/passkeys');
    expect(address(owner)).toBe('/step-up');
    const form = formsOf(owner.page!.text).findIndex(({ hidden }) => 'credential' in hidden);
    const credential = await answerTo(device, '/v1/sessions/current/step-up/passkey/options', owner);
    await owner.submit({ credential }, { form });
    expect(address(owner)).toBe('/account/passkeys');
    expect(owner.page!.status).toBe(200);
  });

  test('take a bad name back with its reason', async () => {
    const owner = await signedIn();
    await added(owner, new SoftwareAuthenticator(origin), '<b>');
    expect(owner.page!.status).toBe(422);
    expect(wordsOf(owner.page!.text)).toContain('Nome non valido');
  });

  test('lead to the forms when they are opened by themselves, and take nothing from another site', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/sign-in/passkey');
    expect(address(visitor)).toBe('/sign-in');
    await visitor.post(
      '/sign-in/passkey',
      { key: crypto.randomUUID(), credential: '{}' },
      {
        'Sec-Fetch-Site': 'cross-site',
      },
    );
    expect(visitor.page!.status).toBe(403);
  });

  test('offer nothing where browsers make none', async () => {
    const elsewhere = await TestApi.start({ PUBLIC_BASE_URL: 'http://192.0.2.1:3000' });
    const page = await elsewhere.send({ path: '/sign-in', headers: { Accept: 'text/html' } });
    expect(page.text).not.toMatch(/data-asks|passkeys\.js/);
    await elsewhere.stop();
  });
});
