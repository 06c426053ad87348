import { randomUUID } from 'node:crypto';
import { Problem } from '../../src/errors/problem';
import type { FlowView } from '../../workflows/contracts/flow';
import { awaitPassword, flow, flowId, goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { refuseSteps } from './support/refuseSteps';
import { registeringEmployee, standAwaitingCode } from './support/registering';
import { formsOf, Visitor, wordsOf } from './support/visitor';
import { accountOf } from '../support/accounts';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const awaitCode = (over: Partial<FlowView> = {}) => standAwaitingCode(api, over);
const registering = (simKind?: string) => registeringEmployee(api, simKind);

describe('an employee registers without scripts', () => {
  test('line, code, password: each page says where one is and what comes next', async () => {
    const visitor = await registering();
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\?flow=[\w-]{22}$/);
    const words = wordsOf(visitor.page!.text);
    expect(words).toContain('Inserisci il codice di controllo');
    expect(words).toContain('320 123 4567. Modifica');
    expect(words).toContain('Tentativi rimasti: 5');
    expect(visitor.page!.text).toContain('<li aria-current="step">Codice di controllo</li>');
    expect(visitor.page!.text).toContain('autocomplete="one-time-code"');
    api.flows.standAt({
      flow: 'employeeRegistration',
      status: 'AWAITING_PASSWORD',
      nextSteps: ['setPassword'],
    });
    await visitor.submit({ typed: '123456' });
    expect(visitor.addresses.at(-1)).toMatch(/^\/flow\/password\?flow=[\w-]{22}$/);
    expect(api.flows.steps.at(-1)).toMatchObject({ step: 'submitCode' });
  });

  test('what was typed survives a refusal, told beside each field', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/registration/employee');
    const answer = await visitor.submit({ line: '12', email: 'no mailbox', 'sim-kind': 'data-only' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#line"');
    expect(answer.text).toContain('href="#email"');
    expect(answer.text).toContain('value="no mailbox"');
    expect(answer.text).toMatch(/value="data-only" checked/);
    expect(api.flows.calls).toBe(0);
  });

  test.each([
    ['it', 'Inserisci la linea mobile', 'Inserisci l’email'],
    ['en', 'Enter the mobile line', 'Enter the e-mail'],
  ])('a field that was left empty is named, above and beside it (%s)', async (lang, line, mailbox) => {
    const visitor = new Visitor(api);
    await visitor.open(`/registration/employee?lang=${lang}`);
    const answer = await visitor.submit({ line: ' ', email: '', 'sim-kind': 'voice' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`<a href="#line">${line}</a>`);
    expect(answer.text).toContain(`<a href="#email">${mailbox}</a>`);
    expect(answer.text).toContain(`id="line-problem"><strong>${line}.</strong>`);
    expect(answer.text).toContain('aria-invalid="true"');
  });

  test('a field that was filled in is never told to be empty', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/registration/employee');
    const answer = await visitor.submit({ line: '3'.repeat(400), email: '', 'sim-kind': 'voice' });
    expect(answer.text).toContain('<a href="#line">Valore non valido</a>');
  });

  test('a code that was not entered is asked for', async () => {
    const visitor = await registering();
    const answer = await visitor.submit({ typed: ' ' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<a href="#code">Inserisci il codice di controllo</a>');
  });

  test('pressing twice asks for the same thing twice', async () => {
    awaitCode();
    const visitor = new Visitor(api);
    await visitor.open('/registration/employee');
    const form = formsOf(visitor.page!.text)[0]!;
    const fields = { ...form.hidden, line: '3201234567', email: 'anna@azienda.example', 'sim-kind': 'voice' };
    await visitor.post(form.action, fields);
    await visitor.post(form.action, fields);
    expect(api.flows.starts[0]?.flowId).toBe(api.flows.starts[1]?.flowId);
  });

  test('a wrong code is told beside its field, with the tries that are left', async () => {
    const visitor = await registering();
    awaitCode({ attemptsLeft: 4 });
    refuseSteps(api.flows, new Problem('CODE_WRONG', { attemptsLeft: 4 }));
    const answer = await visitor.submit({ typed: '000000' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#code"');
    expect(wordsOf(answer.text)).toContain('Tentativi rimasti: 4');
  });

  test('a whole text message pasted as the code is taken', async () => {
    const visitor = await registering();
    awaitCode();
    await visitor.open('/flow');
    const words =
      'è il codice per registrare la linea su Selfcare. Non darlo a nessuno, nemmeno a chi ti chiama.';
    await visitor.submit({ typed: `123456 ${words}\n\n@selfcare.example #123456` });
    expect(api.flows.steps.at(-1)).toMatchObject({ step: 'submitCode' });
  });

  test('a data-only SIM is asked for its PUK, and the mailbox is named', async () => {
    const visitor = await registering('data-only');
    awaitCode({ status: 'AWAITING_PUK', nextSteps: ['submitPuk'] });
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('anna@azienda.example. Modifica');
    await visitor.submit({ typed: '12345678' });
    expect(api.flows.steps.at(-1)).toMatchObject({ step: 'submitPuk' });
    expect(api.flows.steps.at(-1)?.argument).not.toHaveProperty('hasIccid');
    await visitor.open('/flow');
    await visitor.submit({ typed: '12345678', iccid: '8939 9900 0000 0000 012' });
    expect(api.flows.steps.at(-1)?.argument).toMatchObject({ hasIccid: true });
    await visitor.open('/flow');
    await visitor.submit({ typed: '12345678', iccid: '12' });
    expect(wordsOf(visitor.page!.text)).toContain('ICCID non valido');
  });
});

describe('where a flow cannot go on', () => {
  test('another device is led to begin again', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/flow');
    expect(visitor.page!.status).toBe(200);
    const words = wordsOf(visitor.page!.text);
    expect(words).toContain('Ricomincia da qui');
    expect(words).toContain('Torna all’inizio');
    expect(visitor.page!.text).toContain('class="button" href="/"');
  });

  test.each(['COMPLETED', 'EXPIRED', 'CANCELLED', 'VALIDATING', 'AWAITING_ACTIVATION'] as const)(
    '%s is told, with what to do',
    async (status) => {
      const visitor = await registering();
      api.flows.standAt({ flow: 'employeeRegistration', status, nextSteps: [] });
      await visitor.open('/flow');
      expect(visitor.page!.status).toBe(200);
      expect(visitor.page!.text).toMatch(/class="button"|class="wordmark"/);
    },
  );

  test('a refusal is told in the words of its code', async () => {
    const visitor = await registering();
    api.flows.standAt({
      flow: 'employeeRegistration',
      status: 'REJECTED',
      nextSteps: [],
      refusal: { code: 'ATTEMPTS_SPENT' },
    });
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('Tentativi esauriti');
  });

  test.each(['COMPLETED', 'EXPIRED', 'CANCELLED', 'REJECTED'] as const)(
    'the entry leads back to a flow under way, and no more to one that was seen to be %s',
    async (status) => {
      const visitor = await registering();
      const leadsBack = async () =>
        (await visitor.open('/')).text.includes('class="button" href="/flow?flow=');
      const offered = [await leadsBack()];
      api.flows.standAt({ flow: 'employeeRegistration', status, nextSteps: [] });
      const first = wordsOf((await visitor.open('/flow')).text);
      offered.push(await leadsBack());
      expect(offered).toEqual([true, false]);
      expect(wordsOf((await visitor.open('/flow')).text)).toBe(first);
    },
  );

  test('the entry leads no more to a flow whose password was set', async () => {
    const visitor = await registering();
    api.flows.standAt({ flow: 'employeeRegistration', status: 'COMPLETED', nextSteps: [] });
    expect(wordsOf((await visitor.open('/flow/password')).text)).toContain('Il profilo è attivo');
    expect((await visitor.open('/')).text).not.toContain('href="/flow');
    expect(wordsOf((await visitor.open('/flow/password')).text)).toContain('Il profilo è attivo');
  });

  test('the end of another flow is not the end of the one under way', async () => {
    const visitor = await registering();
    await visitor.open('/activation');
    api.flows.standAt({ status: 'AWAITING_ACTIVATION', nextSteps: ['activate'] });
    await awaitPassword(api);
    await visitor.submit({ token: api.links.tokenOf(flow, flowId) });
    api.flows.standAt({ status: 'COMPLETED', nextSteps: [] });
    expect(wordsOf((await visitor.open('/activation/password')).text)).toContain('Il profilo è attivo');
    expect((await visitor.open('/')).text).toContain('class="button" href="/flow?flow=');
  });

  test('a token of another service opens nothing', async () => {
    const visitor = new Visitor(api);
    visitor.cookies.set(
      `flow-${'x'.repeat(22)}`,
      `employeeRegistration.${'x'.repeat(22)}.start.0.${'y'.repeat(43)}`,
    );
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('Ricomincia da qui');
    expect(api.flows.calls).toBe(0);
  });
});

test('the password of a flow with a code is set on its own page', async () => {
  const visitor = await registering();
  const flowId = api.flows.starts[0]!.flowId;
  const own = { _id: randomUUID(), username: '+393201234567', heldBy: 'x' };
  const passwordOpenTo = `employeeRegistration/${flowId}`;
  await api.context.database.employees.create(accountOf('employee', { ...own, passwordOpenTo }));
  api.flows.standAt({
    flow: 'employeeRegistration',
    status: 'AWAITING_PASSWORD',
    nextSteps: ['setPassword'],
  });
  await visitor.open('/flow');
  api.flows.standAt({
    flow: 'employeeRegistration',
    status: 'AWAITING_PASSWORD',
    nextSteps: ['setPassword'],
  });
  await visitor.submit({ password: goodPassword });
  expect(api.flows.steps.at(-1)).toMatchObject({ step: 'setPassword' });
});
