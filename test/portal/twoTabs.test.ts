import { randomUUID } from 'node:crypto';
import type { FlowName } from '../../workflows/contracts/flow';
import { awaitPassword, goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { Visitor, wordsOf } from './support/visitor';
import { accountOf } from '../support/accounts';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const [first, second] = ['320 123 4567', '320 765 4321'] as const;

/** Another tab of the same browser. */
function tabOf(visitor: Visitor): Visitor {
  const tab = new Visitor(api);
  return Object.assign(tab, { cookies: visitor.cookies });
}

function stand(
  flow: FlowName,
  status: 'AWAITING_CODE' | 'AWAITING_PUK' | 'AWAITING_PASSWORD' | 'COMPLETED',
): void {
  const nextSteps = {
    AWAITING_CODE: ['submitCode', 'resendCode'] as const,
    AWAITING_PUK: ['submitPuk'] as const,
    AWAITING_PASSWORD: ['setPassword'] as const,
    COMPLETED: [] as const,
  }[status];
  api.flows.standAt({ flow, status, nextSteps });
}

async function register(visitor: Visitor, line: string): Promise<string> {
  await visitor.open('/registration/employee');
  await visitor.submit({ line, email: 'anna@azienda.example', 'sim-kind': 'voice' });
  return api.flows.starts.at(-1)!.flowId;
}

describe('two flows in one browser', () => {
  test.each([
    ['code', 'AWAITING_CODE', 'submitCode', '123456'],
    ['puk', 'AWAITING_PUK', 'submitPuk', '12345678'],
  ] as const)(
    'the %s of each tab reaches the flow that the tab shows',
    async (_field, status, step, typed) => {
      stand('employeeRegistration', status);
      const left = new Visitor(api);
      const right = tabOf(left);
      const flows = [await register(left, first), await register(right, second)];
      expect(new Set(flows).size).toBe(2);
      for (const tab of [left, right]) await tab.submit({ typed });
      expect(api.flows.steps.map((taken) => [taken.step, taken.reference.flowId])).toEqual(
        flows.map((flowId) => [step, flowId]),
      );
    },
  );

  test('the password of each tab goes to the account that the tab names', async () => {
    stand('employeeRegistration', 'AWAITING_CODE');
    const left = new Visitor(api);
    const right = tabOf(left);
    const flows = [await register(left, first), await register(right, second)];
    stand('employeeRegistration', 'AWAITING_PASSWORD');
    const accounts = ['+393201234567', '+393207654321'];
    for (const [index, tab] of [left, right].entries()) {
      const own = { _id: randomUUID(), username: accounts[index]!, heldBy: 'x' };
      const passwordOpenTo = `employeeRegistration/${flows[index]!}`;
      await api.context.database.employees.create(accountOf('employee', { ...own, passwordOpenTo }));
      await tab.open(`/flow?flow=${flows[index]!}`);
      expect(tab.page!.text).toContain(`value="${accounts[index]!}" autocomplete="username" readonly`);
    }
    for (const tab of [left, right]) await tab.submit({ password: goodPassword });
    const set = api.flows.steps.filter(({ step }) => step === 'setPassword');
    expect(set.map(({ reference }) => reference.flowId)).toEqual(flows);
  });

  test('the passwords after two activations go each to its own profile', async () => {
    const flow = 'userAdminRegistration';
    const flows = ['a', 'b'].map((letter) => letter.repeat(22));
    const left = new Visitor(api);
    const tabs = [left, tabOf(left)];
    for (const [index, tab] of tabs.entries()) {
      await awaitPassword(api);
      await tab.open('/activation');
      await tab.submit({ token: api.links.tokenOf(flow, flows[index]!) });
      expect(tab.addresses.at(-1)).toBe(`/activation/password?flow=${flows[index]!}`);
    }
    for (const tab of tabs) await tab.submit({ password: goodPassword });
    const set = api.flows.steps.filter(({ step }) => step === 'setPassword');
    expect(set.map(({ reference }) => reference.flowId)).toEqual(flows);
  });

  test('"change it" shows the form of its own tab', async () => {
    stand('employeeRegistration', 'AWAITING_CODE');
    const left = new Visitor(api);
    const right = tabOf(left);
    await register(left, first);
    await register(right, second);
    const change = /href="(?<path>\/registration\/employee\?change=true[^"]+)"/.exec(left.page!.text);
    await left.open(change!.groups!['path']!.replaceAll('&amp;', '&'));
    expect(left.page!.text).toContain(`value="${first}"`);
  });

  test('a form whose flow the browser has no more is refused without effect, and the page says so', async () => {
    stand('employeeRegistration', 'AWAITING_CODE');
    const left = new Visitor(api);
    const right = tabOf(left);
    const flowId = await register(left, first);
    await register(right, second);
    left.cookies.delete(`flow-${flowId}`);
    await left.submit({ typed: '123456' });
    expect(wordsOf(left.page!.text)).toContain('Ricomincia da qui');
    expect(api.flows.steps).toEqual([]);
  });

  test('a form that names no flow reaches none', async () => {
    stand('employeeRegistration', 'AWAITING_CODE');
    const visitor = new Visitor(api);
    await register(visitor, first);
    await visitor.post('/flow', { step: 'code', typed: '123456', key: randomUUID() });
    expect(wordsOf(visitor.page!.text)).toContain('Ricomincia da qui');
    await visitor.post('/flow/password', { password: goodPassword, key: randomUUID() });
    expect(api.flows.steps).toEqual([]);
  });

  test('a cookie under the name of another flow opens nothing', async () => {
    stand('employeeRegistration', 'AWAITING_CODE');
    const visitor = new Visitor(api);
    const mine = await register(visitor, first);
    const other = 'x'.repeat(22);
    visitor.cookies.set(`flow-${other}`, visitor.cookies.get(`flow-${mine}`)!);
    await visitor.post(`/flow?flow=${other}`, { step: 'code', typed: '123456', key: randomUUID() });
    expect(api.flows.steps).toEqual([]);
  });

  test('the browser keeps the five that began last', async () => {
    stand('employeeRegistration', 'AWAITING_CODE');
    const visitor = new Visitor(api);
    const flows: string[] = [];
    for (let number = 0; number < 7; number += 1) {
      flows.push(await register(visitor, `320 123 456${number}`));
      api.clock.aheadMs += 1_000;
    }
    const kept = [...visitor.cookies.keys()].filter((name) => name.startsWith('flow-'));
    expect(kept.sort()).toEqual(
      flows
        .slice(-5)
        .map((flowId) => `flow-${flowId}`)
        .sort(),
    );
  });
});

describe('two accounts in one browser, one after the other', () => {
  const anna = { _id: 'anna', username: '+393201110001', email: 'anna@azienda.example' };
  const bruno = { _id: 'bruno', username: '+393201110002', email: 'bruno@azienda.example' };

  beforeAll(async () => {
    await api.makeIndexes();
    const passwordHash = await api.context.passwordHashing.hash(goodPassword);
    for (const account of [anna, bruno])
      await api.context.database.employees.create(accountOf('employee', { ...account, passwordHash }));
  });

  async function signIn(visitor: Visitor, { username }: { readonly username: string }): Promise<void> {
    await visitor.open('/sign-in');
    await visitor.submit({ username, password: goodPassword });
    expect(visitor.page!.status).toBe(200);
  }

  test.each([
    ['/account/deletion', { password: goodPassword }],
    ['/account/email', { 'new-email': 'nuova@azienda.example', password: goodPassword }],
  ])('a form of %s does nothing to an account that signed in after it was opened', async (path, typed) => {
    const left = new Visitor(api);
    await signIn(left, anna);
    await left.open(path);
    await signIn(tabOf(left), bruno);
    await left.submit(typed);
    expect(api.flows.starts).toEqual([]);
    expect(left.addresses.at(-1)).toBe(`/sign-in?next=${encodeURIComponent(path)}&done=sessionOver`);
    await signIn(left, anna);
    await left.open(path);
    await left.submit(typed);
    expect(api.flows.starts).toHaveLength(1);
  });

  test('the button that ends all sessions ends none of an account that signed in after its page was opened', async () => {
    const left = new Visitor(api);
    await signIn(left, anna);
    await left.open('/account/sessions');
    const lastForm = { form: left.page!.text.match(/<form/g)!.length - 1 };
    const right = tabOf(left);
    await signIn(right, bruno);
    await left.submit({}, lastForm);
    expect(left.addresses.at(-1)).toContain('done=sessionOver');
    expect(await api.context.database.sessions.countDocuments({ accountId: 'bruno' })).toBeGreaterThan(0);
    await signIn(left, anna);
    await left.open('/account/sessions');
    await left.submit({}, lastForm);
    expect(left.addresses.at(-1)).toBe('/?done=sessionsEnded');
  });
});
