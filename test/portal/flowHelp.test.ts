import { TestApi } from '../api/support/testApi';
import { registeringEmployee, standAwaitingCode } from './support/registering';
import { Visitor, wordsOf } from './support/visitor';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

describe('the help where nothing has arrived', () => {
  const helpOf = ({ page }: Visitor) =>
    wordsOf(`<body>${/<details>.*?<\/details>/s.exec(page!.text)?.[0] ?? ''}`);

  test.each([
    ['voice', 'telefono sia acceso', 'posta indesiderata'],
    ['data-only', 'posta indesiderata', 'telefono sia acceso'],
  ])('of a %s SIM tells what fits its channel alone', async (simKind, fits, fitsNot) => {
    const visitor = await registeringEmployee(api, simKind);
    await visitor.open('/flow');
    expect(helpOf(visitor)).toContain(fits);
    expect(helpOf(visitor)).toContain('«Modifica»');
    expect(helpOf(visitor)).not.toContain(fitsNot);
  });

  test('of a recovery, whose channel the page does not know, tells of both', async () => {
    standAwaitingCode(api, { flow: 'passwordRecovery' });
    const visitor = new Visitor(api);
    await visitor.open('/recovery');
    await visitor.submit({ username: 'NessunoAdmin', channel: 'sms' });
    expect(helpOf(visitor)).toMatch(/telefono sia acceso.*posta indesiderata/);
    expect(wordsOf(visitor.page!.text)).toContain('Se l’account esiste, tra poco arriva un SMS o un’email');
  });

  test('of the link of a mail names no button that its page lacks', async () => {
    const visitor = await registeringEmployee(api);
    api.flows.standAt({ flow: 'userAdminRegistration', status: 'AWAITING_ACTIVATION', nextSteps: [] });
    await visitor.open('/flow');
    expect(helpOf(visitor)).toContain('usa «Correggi i dati e ricomincia»');
    expect(helpOf(visitor)).not.toContain('Modifica');
    expect(visitor.page!.text).toMatch(/<a href="[^"]+">Correggi i dati e ricomincia<\/a>/);
  });
});

test('an employee is told first that the channel of a recovery is not theirs to choose', async () => {
  const { text } = await new Visitor(api).open('/recovery');
  expect(/id="channel-hint">(?<hint>[^<]+)/.exec(text)?.groups?.['hint']).toMatch(
    /^Sei un dipendente\? Non devi scegliere/,
  );
});
