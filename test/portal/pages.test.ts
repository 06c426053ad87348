import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { darkColours, lightColours } from '../../src/messaging/mailStyles';
import { Problem } from '../../src/errors/problem';
import { findablePaths } from '../../src/portal/paths';
import { flowStatuses, type FlowStatus } from '../../workflows/contracts/flow';
import { administrator, awaitPassword, flow, flowId } from '../api/support/requests';
import { letWait, triesOfAccount } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { refuseSteps } from './support/refuseSteps';
import { Visitor } from './support/visitor';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await TestApi.start();
  token = api.links.tokenOf(flow, flowId);
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const html = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // `autofocus` on the heading moves the reader there where no script runs; the void style and length of titles are ours.
    'void-style': ['error', { style: 'omit' }],
    'doctype-style': ['error', { style: 'lowercase' }],
    'input-missing-label': 'error',
    'no-inline-style': 'error',
    'tel-non-breaking': 'off',
    'long-title': 'off',
    'no-raw-characters': 'off',
  },
});

/** Every state of the pages, each by the way that a person comes to it. */
const states: Record<string, (visitor: Visitor) => Promise<unknown>> = {
  activation: (visitor) => visitor.open('/activation'),
  'link refused': async (visitor) => {
    await visitor.open('/activation');
    await visitor.submit({ token: 'x' });
  },
  'service out': async (visitor) => {
    await visitor.open('/activation');
    refuseSteps(api.flows, new Problem('TEMPORARILY_UNAVAILABLE', { retryAfterSeconds: 5 }));
    await visitor.submit({ token });
  },
  password: async (visitor) => {
    await visitor.open('/activation');
    await awaitPassword(api);
    await visitor.submit({ token });
  },
  'password refused': async (visitor) => {
    await states['password']!(visitor);
    await visitor.submit({ password: 'corta' });
  },
  'password generated': async (visitor) => {
    await states['password']!(visitor);
    await visitor.submit({}, { form: 1 });
  },
  done: async (visitor) => {
    await states['password']!(visitor);
    api.flows.standAt({ status: 'COMPLETED', nextSteps: [] });
    await visitor.open('/activation/password');
  },
  'no such page': (visitor) => visitor.open('/activation/elsewhere'),
  undo: (visitor) => visitor.open('/undo'),
  'undo refused': async (visitor) => {
    await visitor.open('/undo');
    await visitor.submit({ token: 'x' });
  },
  entry: (visitor) => visitor.open('/'),
  'sign-in': (visitor) => visitor.open('/sign-in'),
  'sign-in that waits': async (visitor) => {
    await letWait(api, triesOfAccount(api));
    await visitor.open('/sign-in');
    await visitor.submit({ username: administrator, password: 'x' });
  },
  'sign-in with a code': (visitor) => visitor.open('/sign-in/code'),
  'User Admin form': (visitor) => visitor.open('/registration/user-admin'),
  'employee form': (visitor) => visitor.open('/registration/employee'),
  'employee form refused': async (visitor) => {
    await visitor.open('/registration/employee');
    await visitor.submit({ line: '12', email: '', 'sim-kind': 'data-only' });
  },
  'recovery form': (visitor) => visitor.open('/recovery'),
  'no flow': (visitor) => visitor.open('/flow'),
  FAQ: (visitor) => visitor.open('/faq?q=puk'),
  portals: (visitor) => visitor.open('/portals?profile=employee'),
  privacy: (visitor) => visitor.open('/privacy'),
  cookies: (visitor) => visitor.open('/cookies'),
  ...Object.fromEntries(
    flowStatuses
      .filter((status) => status !== 'AWAITING_PASSWORD')
      .map((status) => [status, (visitor: Visitor) => openFlow(visitor, status)]),
  ),
};

/** A flow with a code, as it stands in each status. */
async function openFlow(visitor: Visitor, status: FlowStatus): Promise<void> {
  const time = api.clock.now().toISOString();
  api.flows.standAt({
    ...{ flow: 'employeeRegistration', status, nextSteps: ['submitCode', 'resendCode'], attemptsLeft: 5 },
    ...{ delivery: 'DELAYED', expiresAt: time, resendAvailableAt: time },
  });
  await visitor.open('/registration/employee');
  await visitor.submit({ line: '3201234567', email: 'anna@azienda.example', 'sim-kind': 'voice' });
}

describe.each(Object.keys(states))('%s', (state) => {
  test.each(['it', 'en'])(
    'is sound HTML in %s, with nothing inline and nothing from elsewhere',
    async (lang) => {
      const visitor = new Visitor(api, { 'Accept-Language': lang });
      await states[state]!(visitor);
      const { text, headers } = visitor.page!;
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-language']).toBe(lang);
      const report = await html.validateString(text);
      expect(
        report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.message}`)),
      ).toEqual([]);
      expect(text).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|javascript:/i);
      expect(text).not.toMatch(/(?:src|action)="(?:https?:)?\/\//);
    },
  );

  test('is kept by nobody, framed by nobody, and runs nothing but its own script', async () => {
    const visitor = new Visitor(api);
    await states[state]!(visitor);
    expect(visitor.page!.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none';style-src 'self';script-src 'self';img-src 'self';connect-src 'self';form-action 'self';" +
        "base-uri 'none';frame-ancestors 'none';require-trusted-types-for 'script'",
    });
  });
});

describe('a search engine', () => {
  const isListed = ({ text }: { text: string }) => !text.includes('<meta name="robots" content="noindex">');

  test.each(findablePaths)('may list %s, which describes itself', async (path) => {
    const answer = await new Visitor(api).open(path);
    expect(isListed(answer)).toBe(true);
    expect(answer.text).toMatch(/<meta name="description" content="[^"]{50,160}">/);
  });

  test.each(['/flow', '/activation', '/welcome', '/elsewhere'])('lists no %s', async (path) => {
    expect(isListed(await new Visitor(api).open(path))).toBe(false);
  });

  test('is told to leave the API alone', async () => {
    const { status, headers, text } = await api.send({ path: '/robots.txt' });
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toBe('User-agent: *\nDisallow: /v1/\n');
  });
});

test('the first page weighs less than 50 kB with all that it loads, each part named by its content', async () => {
  const { text } = await new Visitor(api).open('/');
  const parts = [...text.matchAll(/(?:href|src)="(?<path>\/portal\/[^"]+)"/g)].map(
    ({ groups }) => groups!['path']!,
  );
  expect(parts).toHaveLength(3);
  const loaded = await Promise.all(parts.map((path) => api.send({ path })));
  for (const { status, headers } of loaded) {
    expect(status).toBe(200);
    expect(headers['cache-control']).toContain('immutable');
  }
  const bytes = [text, ...loaded.map((part) => part.text)].reduce(
    (sum, part) => sum + Buffer.byteLength(part),
    0,
  );
  expect(bytes).toBeLessThan(50_000);
});

test('the style sheet comes compressed to a browser that takes it so, and pages never do', async () => {
  const headers = { 'Accept-Encoding': 'br' };
  const { text, headers: ofPage } = await new Visitor(api, headers).open('/');
  expect(ofPage['content-encoding']).toBeUndefined();
  const path = /href="(?<path>\/portal\/[^"]+\.css)"/.exec(text)!.groups!['path']!;
  const { headers: ofSheet } = await api.send({ path, headers });
  expect(ofSheet['content-encoding']).toBe('br');
  expect(ofSheet['vary']).toContain('Accept-Encoding');
  expect((await api.send({ path })).headers['content-encoding']).toBeUndefined();
});

test('the style sheet has the colours of the mails', () => {
  const css = readFileSync(join(__dirname, '../../src/portal/assets/portal.css'), 'utf8');
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
  const { accent, onAccent, ...shared } = lightColours;
  expect(light).toContain(`--orange: ${accent};`);
  expect(light).toContain(`--on-orange: ${onAccent};`);
  for (const [name, colour] of Object.entries(shared)) expect(light).toContain(`--${name}: ${colour};`);
  for (const [name, colour] of Object.entries(darkColours)) expect(dark).toContain(`--${name}: ${colour};`);
});
