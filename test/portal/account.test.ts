import { goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { Visitor, wordsOf } from './support/visitor';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
  await api.context.database.accounts.create({
    ...{ _id: 'anna', kind: 'employee', username: '+393201234567', vatNumber: '00000010017' },
    ...{ status: 'active', heldBy: 'flow', email: 'anna@azienda.example', emailVerified: true, locale: 'it' },
    passwordHash: await api.context.passwordHashing.hash(goodPassword),
    reservedAt: new Date(),
  });
});
afterAll(() => api.stop());

async function signedIn(password = goodPassword): Promise<Visitor> {
  const visitor = new Visitor(api);
  await visitor.open('/sign-in');
  await visitor.submit({ username: '320 123 4567', password });
  return visitor;
}

describe('somebody who signs in without scripts', () => {
  test('sees the own account, signs out, and is led to the sign-in afterwards', async () => {
    const visitor = await signedIn();
    expect(visitor.addresses.at(-1)).toBe('/account');
    expect(wordsOf(visitor.page!.text)).toContain('Profilo Dipendente Username +393201234567');
    await visitor.submit({});
    expect(visitor.addresses.at(-1)).toBe('/');
    await visitor.open('/account');
    expect(visitor.addresses.at(-1)).toBe('/sign-in');
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
});
