import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newClientKey } from '../../simulators/operator/clientKey';
import { Problem } from '../../src/errors/problem';
import { exampleRegistration } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { found, paper, sectionUnder } from '../docs/papers';
import { exampleLines } from '../../src/records/sample/exampleCompany';
import { Visitor, wordsOf } from './support/visitor';

const operator = {
  NUMBER_VERIFICATION_ISSUER: 'https://operator.example',
  NUMBER_VERIFICATION_API: 'https://operator.example/number-verification/v2',
  NUMBER_VERIFICATION_CLIENT_KEY: newClientKey().privateKey,
};
const elsewhere = {
  ECARE_URL: 'https://ecare.example',
  WINDECARE_URL: 'https://windecare.example',
  NATIONAL_COVERAGE_URL: 'https://coverage.example/italy',
  FOREIGN_COVERAGE_URL: 'https://coverage.example/abroad',
};
const inboxes = { MAILBOX_PAGE_URL: 'http://127.0.0.1:1080', PHONE_PAGE_URL: 'http://127.0.0.1:1081' };
const sample = { SAMPLE_CUSTOMERS: 'true' };

let api: TestApi;
let development: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ ...elsewhere, ...inboxes, ...sample });
  development = await TestApi.start({ ...operator, ...inboxes, ...sample, NODE_ENV: 'development' });
});
afterAll(() => Promise.all([api.stop(), development.stop()]));

async function visitorAt(path: string, at = api): Promise<Visitor> {
  const visitor = new Visitor(at);
  await visitor.open(path);
  return visitor;
}

describe('the entry', () => {
  test('is this portal, with the others beside it by their configured addresses', async () => {
    const { page } = await visitorAt('/');
    const chooser = /<nav class="portals".*?<\/nav>/s.exec(page!.text)?.[0] ?? '';
    const found = [...chooser.matchAll(/Selfcare|https:\/\/\w+\.example/g)].map(([each]) => each);
    expect(found).toEqual(['Selfcare', 'https://ecare.example', 'https://windecare.example']);
  });

  test('leads every profile to its registration, and to the sign-in', async () => {
    const { page } = await visitorAt('/?lang=en');
    for (const path of ['/registration/employee', '/registration/user-admin', '/sign-in', '/recovery'])
      expect(page!.text).toContain(`href="${path}?lang=en"`);
  });

  test('leads who is signed in to the account, from every page', async () => {
    const visitor = new Visitor(api, { Cookie: 'session=anything' });
    for (const path of ['/', '/faq', '/privacy']) {
      const { text } = await visitor.open(path);
      expect(text).toContain('<a href="/account">Account</a>');
    }
    expect((await visitor.open('/')).text).not.toContain('href="/sign-in"');
    expect((await visitorAt('/faq')).page!.text).not.toContain('href="/account"');
  });

  test('leads who has begun something in this browser back to where it stands', async () => {
    expect((await visitorAt('/')).page!.text).not.toContain('href="/flow"');
    const flowId = 'f'.repeat(22);
    const token = api.context.flowTokens.issue({
      flow: 'employeeRegistration',
      flowId,
      role: 'start',
      number: 0,
    });
    const visitor = new Visitor(api, { Cookie: `flow-${flowId}=${token}` });
    const { text } = await visitor.open('/');
    expect(text).toContain(`<a class="button" href="/flow?flow=${flowId}">Riprendi la procedura</a>`);
  });

  test('offers "Accedi direttamente" where the network recognises lines, and nowhere else', async () => {
    expect(wordsOf((await visitorAt('/')).page!.text)).not.toContain('Accedi direttamente');
    const { page } = await visitorAt('/', development);
    expect(page!.text).toContain(
      '<a class="button" href="/v1/sessions/network/start">Accedi direttamente</a>',
    );
  });

  test.each(['/', '/faq'])('%s leads to the coverage at home and abroad', async (path) => {
    const { page } = await visitorAt(path);
    expect(page!.text).toContain('href="https://coverage.example/italy"');
    expect(page!.text).toContain('href="https://coverage.example/abroad"');
  });

  test('leads to mailbox and phones on a development machine, and nowhere else', async () => {
    const there = await visitorAt('/', development);
    const elsewhereThan = await visitorAt('/');
    for (const address of Object.values(inboxes)) {
      expect(there.page!.text).toContain(`href="${address}"`);
      expect(elsewhereThan.page!.text).not.toContain(address);
    }
  });
});

describe("the sample's people", () => {
  const { vatNumber, legalRepresentative, username } = exampleRegistration;
  const filledIn = [
    ['company', '/registration/user-admin', [vatNumber, ...Object.values(legalRepresentative), username]],
    ['voice', '/registration/employee', [exampleLines.voice.msisdn]],
    ['dataOnly', '/registration/employee', [exampleLines.dataOnly.msisdn]],
  ] as const;

  test.each(filledIn)('open the form of %s filled in, from the entry', async (name, path, values) => {
    const visitor = await visitorAt('/?lang=en', development);
    expect(visitor.page!.text).toContain(`href="${path}?lang=en&amp;sample=${name}"`);
    const { text } = await visitor.open(`${path}?lang=en&sample=${name}`);
    for (const value of values) expect(text).toContain(`value="${value}"`);
  });

  test('come with the PUK that a later page asks for', async () => {
    const words = wordsOf((await visitorAt('/?lang=en', development)).page!.text);
    expect(words).toContain(`${exampleLines.dataOnly.msisdn} with PUK ${exampleLines.dataOnly.puk}`);
  });

  test('choose the kind of their SIM', async () => {
    const { page } = await visitorAt('/registration/employee?sample=dataOnly', development);
    expect(page!.text).toContain('value="data-only" checked');
  });

  test('are nowhere else than on a development machine with the sample extract', async () => {
    const plain = await TestApi.start({ ...inboxes, NODE_ENV: 'development' });
    for (const at of [api, plain]) {
      expect((await visitorAt('/', at)).page!.text).not.toContain('sample=');
      const { page } = await visitorAt('/registration/user-admin?sample=company', at);
      expect(page!.text).not.toContain(vatNumber);
    }
    await plain.stop();
  });
});

describe('the notice on cookies', () => {
  test('is there at the first visit, and gone once it was closed without scripts', async () => {
    const visitor = await visitorAt('/?lang=en');
    expect(wordsOf(visitor.page!.text)).toContain('We only use technical cookies');
    await visitor.submit({});
    expect(visitor.addresses.at(-1)).toBe('/?lang=en');
    expect(visitor.cookies.get('cookie-notice')).toBe('closed');
    expect(wordsOf(visitor.page!.text)).not.toContain('We only use technical cookies');
  });

  test('leads to a page that tells every cookie that the papers know', async () => {
    const names = found(
      sectionUnder(paper('docs/portal.md'), 'What is kept where'),
      /^- `([\w-]+?)(?:-<flowId>)?`:/gm,
    );
    expect(names).toHaveLength(8);
    for (const lang of ['it', 'en']) {
      const words = wordsOf((await visitorAt(`/cookies?lang=${lang}`)).page!.text);
      expect(names.filter((name) => !words.includes(name))).toEqual([]);
    }
  });

  test.each(['GET', 'HEAD'])('is closed by no %s', async (method) => {
    const visitor = new Visitor(api);
    const answer = await visitor.open('/cookies/close', method);
    expect(visitor.cookies.size).toBe(0);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe('the other language', () => {
  test.each(['/sign-in?next=%2Faccount', '/faq?q=puk', '/portals?offer=a%26b&profile=employee'])(
    'of %s is the same page, with all that its address says',
    async (path) => {
      const { page } = await visitorAt(path);
      const [at = '', said = ''] = path.split('?');
      const href = /id="other-language" href="(?<href>[^"]+)"/.exec(page!.text)?.groups?.['href'] ?? '';
      expect(href.replaceAll('&amp;', '&')).toBe(`?lang=en&${said}`);
      const { page: other } = await visitorAt(at + href.replaceAll('&amp;', '&'));
      expect(other!.headers['content-language']).toBe('en');
    },
  );

  test('that was chosen is kept by every link and form of a page', async () => {
    for (const path of [
      '/',
      '/sign-in',
      '/registration/employee',
      '/recovery',
      '/faq',
      '/privacy',
      '/flow',
    ]) {
      const { page } = await visitorAt(`${path}?lang=en`);
      const own = [...page!.text.matchAll(/(?:href|action)="(?<to>\/(?!portal\/)[^"]*)"/g)];
      const search = /name="lang" value="en"/.test(page!.text) ? [path] : [];
      const dropped = own.map(({ groups }) => groups!['to']!).filter((to) => !to.includes('lang=en'));
      expect([path, dropped]).toEqual([path, search]);
    }
  });
});

test('links that ask for a message again stand out in the orange of the mails (rule 31)', () => {
  const css = readFileSync(join(__dirname, '../../src/portal/assets/portal.css'), 'utf8');
  const rule = /button\.link,[^}]*\}/.exec(css)?.[0] ?? '';
  expect(rule).toContain('color: var(--link);');
  expect(rule).toContain('underline 3px var(--orange)');
});

describe('the data that create a User Admin', () => {
  test('are said to be the company’s contract data, and who cannot find them is told to call 1928 (rule 16)', async () => {
    const { vatNumber, legalRepresentative: person, username } = exampleRegistration;
    const visitor = await visitorAt('/registration/user-admin');
    expect(wordsOf(visitor.page!.text)).toContain('Se non riesci a recuperarli, chiama il 1928.');
    api.flows.failWith(new Problem('CONTRACT_DATA_MISMATCH'));
    const answer = await visitor.submit({
      ...{ 'vat-number': vatNumber, 'new-username': username, 'birth-date': person.birthDate },
      ...{ 'first-name': person.firstName, 'last-name': person.lastName, 'tax-code': person.taxCode },
      ...{ 'contract-email': person.email, 'contract-mobile': person.mobile },
    });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('se non riesci a recuperarli chiama il 1928');
    expect(wordsOf(answer.text)).toMatch(/comunica il riferimento assistenza [0-9A-Z]{10}/);
    expect(answer.text).toContain(`value="${person.taxCode}"`);
  });
});
