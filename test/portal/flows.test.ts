import { randomUUID } from 'node:crypto';
import { Problem } from '../../src/errors/problem';
import type { FlowView } from '../../workflows/contracts/flow';
import { goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { refuseSteps } from './support/refuseSteps';
import { formsOf, Visitor, wordsOf } from './support/visitor';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const soon = () => new Date(api.clock.now().getTime() + 60_000).toISOString();

/** What a message that is not told of yet settles to. */
const settles = {
  from: '2030-01-01T00:00:00Z',
  delivery: 'SENT',
  expiresAt: '2030-01-01T00:10:00Z',
} as const;

function awaitCode(over: Partial<FlowView> = {}): void {
  api.flows.standAt({
    flow: 'employeeRegistration',
    status: 'AWAITING_CODE',
    nextSteps: ['submitCode', 'resendCode'],
    attemptsLeft: 5,
    expiresAt: soon(),
    resendAvailableAt: soon(),
    ...over,
  });
}

/** An employee who has sent the form off. */
async function registering(simKind = 'voice'): Promise<Visitor> {
  awaitCode();
  const visitor = new Visitor(api);
  await visitor.open('/registration/employee');
  await visitor.submit({ line: '320 123 4567', email: 'anna@azienda.example', 'sim-kind': simKind });
  return visitor;
}

describe('an employee registers without scripts', () => {
  test('line, code, password: each page says where one is and what comes next', async () => {
    const visitor = await registering();
    expect(visitor.addresses.at(-1)).toBe('/flow');
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
    expect(visitor.addresses.at(-1)).toBe('/flow/password');
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

  test('a field that was left empty is named', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/registration/employee');
    const answer = await visitor.submit({ line: ' ', email: '', 'sim-kind': 'voice' });
    expect(answer.status).toBe(400);
    expect(wordsOf(answer.text)).toContain('Campo da completare');
    expect(answer.text).toContain('aria-invalid="true"');
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

  test('a resend is offered with its time, and a late message is told plainly', async () => {
    const visitor = await registering();
    expect(visitor.page!.text).toMatch(
      /<button type="submit" class="link" data-opens-at="[^"]+">Invia di nuovo/,
    );
    awaitCode({ delivery: 'DELAYED', resendAvailableAt: api.clock.now().toISOString() });
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('è in ritardo');
    expect(visitor.page!.text).toContain('<button type="submit" class="link">Invia di nuovo');
    await visitor.submit({}, { form: 1 });
    expect(api.flows.steps.at(-1)).toMatchObject({ step: 'resendCode' });
    expect(wordsOf(visitor.page!.text)).toContain('Richiesta ricevuta');
  });

  test('how long the code lives is told before it goes out, and until when once it has', async () => {
    const visitor = await registering();
    awaitCode({ settles });
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('Il codice vale 10 minuti da quando parte.');
    awaitCode({ delivery: 'SENT' });
    const { text } = await visitor.open('/flow');
    expect(wordsOf(text)).toMatch(/Il codice vale fino alle \d\d:\d\d/);
    expect(wordsOf(text)).not.toContain('da quando parte');
  });

  test('the code of a mail lives longer, and of a recovery both lives are told', async () => {
    const byMail = await registering('data-only');
    awaitCode({ settles });
    await byMail.open('/flow');
    expect(wordsOf(byMail.page!.text)).toContain('Il codice vale 30 minuti da quando parte.');
    awaitCode({ flow: 'passwordRecovery', settles });
    const visitor = new Visitor(api);
    await visitor.open('/recovery?lang=en');
    const { text } = await visitor.submit({ username: 'AnnaAdmin', channel: 'email' });
    expect(wordsOf(text)).toContain('valid for 10 minutes by SMS and 30 by e-mail');
  });

  test('a data-only SIM is asked for its PUK, and the mailbox is named', async () => {
    const visitor = await registering('data-only');
    awaitCode({ status: 'AWAITING_PUK', nextSteps: ['submitPuk'] });
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('anna@azienda.example. Modifica');
    await visitor.submit({ typed: '12345678' });
    expect(api.flows.steps.at(-1)).toMatchObject({ step: 'submitPuk' });
  });
});

describe('where a flow cannot go on', () => {
  test('another device is led to begin again', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/flow');
    expect(visitor.page!.status).toBe(200);
    expect(wordsOf(visitor.page!.text)).toContain('Ricomincia da qui');
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
    expect(wordsOf(visitor.page!.text)).toContain('Ricomincia da qui');
  });

  test('a token of another service opens nothing', async () => {
    const visitor = new Visitor(api);
    visitor.cookies.set('flow', `employeeRegistration.${'x'.repeat(22)}.start.0.${'y'.repeat(43)}`);
    await visitor.open('/flow');
    expect(wordsOf(visitor.page!.text)).toContain('Ricomincia da qui');
    expect(api.flows.calls).toBe(0);
  });
});

test('the password of a flow with a code is set on its own page', async () => {
  const visitor = await registering();
  const flowId = api.flows.starts[0]!.flowId;
  await api.context.database.accounts.create({
    ...{ _id: randomUUID(), kind: 'employee', username: '+393201234567', vatNumber: '00000010017' },
    ...{ status: 'active', heldBy: 'x', passwordOpenTo: `employeeRegistration/${flowId}`, locale: 'it' },
    reservedAt: new Date(),
  });
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
