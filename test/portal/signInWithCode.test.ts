import { sweepMarginMs } from '../../src/database/documents';
import { load } from 'cheerio/slim';
import { administrator, goodPassword, flowId } from '../api/support/requests';
import { accountId, letWait, recordAccount, triesOfAccount } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { standAwaitingCode } from './support/registering';
import { Visitor, wordsOf } from './support/visitor';

const credentials = { username: administrator, password: goodPassword };
let api: TestApi;
let strict: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  strict = await TestApi.start({ NEW_DEVICE_CONFIRMATION: 'everybody' });
  for (const each of [api, strict]) {
    await each.makeIndexes();
    await recordAccount(each);
  }
});
afterAll(() => Promise.all([api.stop(), strict.stop()]));
beforeEach(() => {
  for (const each of [api, strict]) {
    each.flows.reset();
    standAwaitingCode(each, { flow: 'newDeviceConfirmation', nextSteps: ['confirmSignIn', 'resendCode'] });
  }
});

/** Notes that the code of the latest flow is right, as the flow would. */
async function confirmLatest(of: TestApi): Promise<void> {
  const { flowId: started = flowId } = of.flows.starts.at(-1) ?? {};
  await of.context.database.confirmedSignIns.create({
    _id: `newDeviceConfirmation/${started}`,
    ...{ accountId, epoch: 2, askedFrom: 'address' },
    expiresAt: new Date(of.clock.now().getTime() + 60_000 + sweepMarginMs),
  });
}

describe('somebody without scripts', () => {
  test('is led by the sign-in of a new device to the code, and by the code to the page that was wanted', async () => {
    const visitor = new Visitor(strict);
    await visitor.open('/company?lang=en');
    await visitor.submit(credentials);
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\?lang=en&next=%2Fcompany&flow=[\w-]{22}$/);
    const words = wordsOf(visitor.page!.text);
    expect(words).toContain('If username and password are right, a text message or an e-mail with the code');
    expect(words).toContain(`You typed ${administrator}`);
    await confirmLatest(strict);
    await visitor.submit({ typed: '123456' });
    expect(visitor.addresses.at(-1)).toMatch(/^\/company\?lang=en/);
    expect(visitor.cookies.has('session')).toBe(true);
    expect([...visitor.cookies.keys()].filter((name) => name.startsWith('flow-'))).toEqual([]);
    expect([...visitor.addresses, ...visitor.cookies.values()].join(' ')).not.toContain('quattro');
  });

  test('signs in from the same device by the password alone afterwards', async () => {
    const visitor = new Visitor(strict);
    await visitor.open('/sign-in');
    await visitor.submit(credentials);
    await confirmLatest(strict);
    await visitor.submit({ typed: '123456' });
    expect(visitor.addresses.at(-1)).toBe('/account');
    await visitor.submit({});
    await visitor.open('/sign-in');
    await visitor.submit(credentials);
    expect(visitor.addresses.at(-1)).toBe('/account');
  });

  test('sees the same page after a wrong password', async () => {
    const seen = [];
    for (const password of [goodPassword, 'sbagliata di molto']) {
      const visitor = new Visitor(strict);
      await visitor.open('/sign-in');
      await visitor.submit({ ...credentials, password });
      seen.push(wordsOf(visitor.page!.text).replace(/\d+/g, ''));
    }
    expect(seen[1]).toBe(seen[0]);
  });

  test('may change the name, and types the password again', async () => {
    const visitor = new Visitor(strict);
    await visitor.open('/sign-in');
    await visitor.submit(credentials);
    const change = load(visitor.page!.text)('a[href*="change=true"]').attr('href') ?? '';
    await visitor.open(change);
    expect(visitor.addresses.at(-1)).toMatch(/^\/sign-in\/code\?change=true&flow=/);
    expect(visitor.page!.text).toContain(`value="${administrator}"`);
    expect(visitor.page!.text).not.toContain(goodPassword);
  });

  test('is offered the code where the account waits, by the same fields', async () => {
    await letWait(api, triesOfAccount(api));
    const visitor = new Visitor(api);
    await visitor.open('/sign-in?next=%2Faccount%2Fsessions');
    expect(visitor.page!.text).not.toContain('formaction');
    await visitor.submit(credentials);
    expect(visitor.page!.status).toBe(429);
    expect(wordsOf(visitor.page!.text)).toContain('accedi con un codice di controllo');
    const page = load(visitor.page!.text);
    const action = page('button[formaction]').attr('formaction') ?? '';
    const key = page('input[name=key]').attr('value') ?? '';
    await visitor.post(action, { ...credentials, key });
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\?next=%2Faccount%2Fsessions&flow=/);
    await confirmLatest(api);
    await visitor.submit({ typed: '123456' });
    expect(visitor.addresses.at(-1)).toBe('/account/sessions');
  });
});
