import { Problem } from '../../src/errors/problem';
import { unavailable } from '../../src/temporal/flowFailures';
import type { FlowStatus, RefusalCode } from '../../workflows/contracts/flow';
import { awaitPassword, flow, flowId, goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { refuseSteps } from './support/refuseSteps';
import { formsOf, Visitor, wordsOf } from './support/visitor';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

/** Someone who has just pressed the button of the activation. */
async function activated(): Promise<Visitor> {
  const visitor = new Visitor(api);
  await visitor.open('/activation');
  await awaitPassword(api);
  await visitor.submit({ token: api.links.tokenOf(flow, flowId) });
  api.flows.steps.length = 0;
  return visitor;
}

test('the rules are told in advance, and a password manager knows the field', async () => {
  const { page } = await activated();
  expect(wordsOf(page!.text)).toContain('Almeno 15 caratteri, al massimo 128');
  expect(page!.text).toContain('autocomplete="new-password"');
  expect(page!.text).toContain('aria-describedby="new-password-rules"');
});

test('a password that is too short is refused beside the field and never shown again', async () => {
  const visitor = await activated();
  const answer = await visitor.submit({ password: 'Corta-1!' });
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain('Password troppo corta');
  expect(answer.text).toContain('href="#new-password"');
  expect(answer.text).toContain('aria-describedby="new-password-rules new-password-problem"');
  expect(answer.text).not.toContain('Corta-1!');
  expect(api.flows.calls).toBe(0);
});

test('a generated password is shown by the answer alone, and again only to the same request', async () => {
  const visitor = await activated();
  const form = formsOf(visitor.page!.text)[1]!;
  const shown = await visitor.submit({}, { form: 1 });
  const password = /id="generated-password">(?<password>[\w-]{24})</.exec(shown.text)?.groups?.['password'];
  expect(password).toBeDefined();
  expect(wordsOf(shown.text)).toContain('Il profilo è attivo');
  const reloaded = await visitor.post(form.action, form.hidden);
  expect(reloaded.text).toContain(password);
  api.flows.standAt({ status: 'COMPLETED', nextSteps: [] });
  const later = await visitor.open('/activation/password');
  expect(wordsOf(later.text)).toContain('Il profilo è attivo');
  expect(later.text).not.toContain(password);
});

test('after an outage the same form, with the same key, is offered again', async () => {
  const visitor = await activated();
  const { key } = formsOf(visitor.page!.text)[0]!.hidden;
  refuseSteps(api.flows, unavailable(new Error('down')));
  const answer = await visitor.submit({ password: goodPassword });
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(formsOf(answer.text).map(({ hidden }) => hidden['key'])).toEqual([key, key]);
  expect(wordsOf(answer.text)).toContain('Inserisci di nuovo la stessa password');
  expect(answer.text).not.toContain(goodPassword);
});

test('a hand-over that was lost is asked for under a new key, since the old one would fail again', async () => {
  const visitor = await activated();
  const { key } = formsOf(visitor.page!.text)[0]!.hidden;
  refuseSteps(api.flows, new Problem('PASSWORD_HANDOVER_LOST'));
  const answer = await visitor.submit({ password: goodPassword });
  expect(answer.status).toBe(409);
  expect(wordsOf(answer.text)).toContain('La password non è stata salvata');
  expect(formsOf(answer.text)[0]!.hidden['key']).not.toBe(key);
});

test('who enters another password after one was set is told that the first one holds', async () => {
  const visitor = await activated();
  api.flows.standAt({ status: 'COMPLETED', nextSteps: [] });
  refuseSteps(api.flows, new Problem('STEP_OUT_OF_ORDER'));
  const answer = await visitor.submit({ password: goodPassword });
  expect(wordsOf(answer.text)).toContain('l’ultima che hai inserito non è stata salvata');
});

const endings: [FlowStatus, number, string][] = [
  ['AWAITING_ACTIVATION', 409, 'Il tempo per creare la password è finito'],
  ['EXPIRED', 410, 'Tempo scaduto'],
  ['CANCELLED', 410, 'Link non più valido'],
  ['REJECTED', 409, 'Questo passaggio ora non è possibile'],
];
test.each(endings)('a flow that is %s leads back to the activation with %i', async (status, code, words) => {
  const visitor = await activated();
  api.flows.standAt({ status, nextSteps: [] });
  const answer = await visitor.open('/activation/password');
  expect(answer.status).toBe(code);
  expect(wordsOf(answer.text)).toContain(words);
  expect(formsOf(answer.text)[0]!.action).toBe('/activation');
});

const losses: [RefusalCode, FlowStatus, string][] = [
  ['STEP_OUT_OF_ORDER', 'AWAITING_ACTIVATION', 'Il tempo per creare la password è finito'],
  ['LINK_VOID', 'CANCELLED', 'Link non più valido'],
];
test.each(losses)('%s while the password is sent says what to do', async (refusal, status, words) => {
  const visitor = await activated();
  api.flows.standAt({ status, nextSteps: [] });
  refuseSteps(api.flows, new Problem(refusal));
  expect(wordsOf((await visitor.submit({ password: goodPassword })).text)).toContain(words);
});

test('a flow of which nothing is left leads back to the activation', async () => {
  const visitor = await activated();
  api.flows.failWith(new Problem('NOT_FOUND'));
  expect((await visitor.open('/activation/password')).status).toBe(410);
});

test('an outage while the page is opened is a page with a way to try again', async () => {
  const visitor = await activated();
  api.flows.failWith(unavailable(new Error('down')));
  const answer = await visitor.open('/activation/password?lang=en');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.text).toContain(`href="/activation/password?lang=en&amp;flow=${flowId}"`);
});

test('without a cookie there is no password to set', async () => {
  const visitor = await activated();
  visitor.cookies.clear();
  const sent = await visitor.submit({ password: goodPassword });
  expect(sent.status).toBe(401);
  expect((await visitor.open('/activation/password')).status).toBe(401);
  expect(api.flows.calls).toBe(0);
});

test('the token of a start does not open the page', async () => {
  const visitor = new Visitor(api);
  const start = api.context.flowTokens.issue({ flow, flowId, role: 'start', number: 0 });
  visitor.cookies.set(`activation-${flowId}`, start);
  expect((await visitor.open('/activation/password')).status).toBe(401);
});

test('a recovery says that the new password takes the place of the former one', async () => {
  const visitor = new Visitor(api);
  api.flows.standAt({ flow: 'passwordRecovery', status: 'AWAITING_CODE', nextSteps: ['submitCode'] });
  await visitor.open('/recovery');
  await visitor.submit({ username: 'NiccoloAdmin', channel: 'email' });
  api.flows.standAt({ flow: 'passwordRecovery', status: 'AWAITING_PASSWORD', nextSteps: ['setPassword'] });
  const form = await visitor.open('/flow/password');
  expect(form.text).toMatch(/<h1[^>]*>Crea una nuova password<\/h1>/);
  expect(form.text).toContain('<title>Crea una nuova password – ');
  api.flows.standAt({ flow: 'passwordRecovery', status: 'COMPLETED', nextSteps: [] });
  const { text } = await visitor.open('/flow/password');
  expect(wordsOf(text)).toContain('La nuova password è attiva');
  expect(wordsOf(text)).toContain('sostituisce la precedente');
});
