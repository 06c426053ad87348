import { Problem } from '../../src/errors/problem';
import type { FlowView } from '../../workflows/contracts/flow';
import { TestApi } from '../api/support/testApi';
import { refuseSteps } from './support/refuseSteps';
import { registeringEmployee, standAwaitingCode } from './support/registering';
import { Visitor, wordsOf } from './support/visitor';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

/** What a message that is not told of yet settles to. */
const pendingView = {
  from: '2030-01-01T00:00:00Z',
  delivery: 'SENT',
  expiresAt: '2030-01-01T00:10:00Z',
} as const;
const awaitCode = (over: Partial<FlowView> = {}) => standAwaitingCode(api, over);
const registering = (simKind?: string) => registeringEmployee(api, simKind);

test('how long the code lives is told before it goes out, and until when once it has', async () => {
  const visitor = await registering();
  awaitCode({ pendingView });
  await visitor.open('/flow');
  expect(wordsOf(visitor.page!.text)).toContain('Il codice vale 10 minuti da quando parte.');
  awaitCode({ delivery: 'SENT' });
  const { text } = await visitor.open('/flow');
  expect(wordsOf(text)).toMatch(/Il codice vale fino alle \d\d:\d\d/);
  expect(wordsOf(text)).not.toContain('da quando parte');
});

test('the code of a mail lives longer, and of a recovery both lives are told', async () => {
  const byMail = await registering('data-only');
  awaitCode({ pendingView });
  await byMail.open('/flow');
  expect(wordsOf(byMail.page!.text)).toContain('Il codice vale 30 minuti da quando parte.');
  awaitCode({ flow: 'passwordRecovery', pendingView });
  const visitor = new Visitor(api);
  await visitor.open('/recovery?lang=en');
  const { text } = await visitor.submit({ username: 'AnnaAdmin', channel: 'email' });
  expect(wordsOf(text)).toContain('valid for 10 minutes by text message and 30 by e-mail');
});

test('who has to wait is told from when the next try makes sense: the hour, or the day with it', async () => {
  const visitor = await registering();
  for (const [retryAfterSeconds, told] of [
    [3_600, /Puoi riprovare dalle \d\d:\d\d \(ora italiana\)/],
    [80_000, /Puoi riprovare dal \d+ \w+ \d{4}, \d\d:\d\d \(ora italiana\)/],
  ] as const) {
    refuseSteps(api.flows, new Problem('TOO_MANY_WRONG_CODES', { retryAfterSeconds }));
    const { text, headers } = await visitor.submit({ typed: '123456' });
    expect(wordsOf(text)).toMatch(told);
    expect(headers['retry-after']).toBe(String(retryAfterSeconds));
  }
  refuseSteps(api.flows, new Problem('CODE_ENTRY_PAUSED', { retryAfterSeconds: 5 }));
  expect(wordsOf((await visitor.submit({ typed: '123456' })).text)).not.toContain('Puoi riprovare dal');
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
