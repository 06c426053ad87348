import { catalogue } from '../../src/errors/catalogue';
import { Problem } from '../../src/errors/problem';
import { unavailable } from '../../src/temporal/flowFailures';
import type { RefusalCode } from '../../workflows/contracts/flow';
import { awaitPassword, flow, flowId, goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { refuseSteps } from './support/refuseSteps';
import { formsOf, Visitor, wordsOf } from './support/visitor';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await TestApi.start();
  token = api.links.tokenOf(flow, flowId);
});
afterAll(() => api.stop());
beforeEach(() => {
  api.flows.reset();
  api.logLines.length = 0;
});

async function visitorAt(path: string, headers: Record<string, string> = {}): Promise<Visitor> {
  const visitor = new Visitor(api, headers);
  await visitor.open(path);
  return visitor;
}

describe('opening the link', () => {
  test.each(['GET', 'HEAD'])('%s changes nothing: no step is taken, no cookie is set', async (method) => {
    const answer = await new Visitor(api).open('/activation', method);
    expect(answer.status).toBe(200);
    expect(api.flows.calls).toBe(0);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('the page is Italian unless the browser or the reader wants English', async () => {
    expect(wordsOf((await visitorAt('/activation')).page!.text)).toContain('Attiva il tuo profilo');
    const english = await visitorAt('/activation', { 'Accept-Language': 'en-GB,en;q=0.9' });
    expect(wordsOf(english.page!.text)).toContain('Activate your profile');
    const chosen = await visitorAt('/activation?lang=en', { 'Accept-Language': 'it' });
    expect(wordsOf(chosen.page!.text)).toContain('Activate your profile');
    expect(formsOf(chosen.page!.text)[0]!.action).toBe('/activation?lang=en');
  });
});

describe('without scripts', () => {
  test.each([
    ['the whole link', (code: string) => `https://selfcare.example/activation#${code}`],
    ['its end', (code: string) => `#${code}`],
    ['a full stop behind it', (code: string) => `${code}.`],
    ['angle brackets', (code: string) => `<https://selfcare.example/activation#${code}>`],
    ['unseen characters', (code: string) => `\u200b${code.slice(0, 20)}\u00ad${code.slice(20)}\u00a0`],
  ])('pasted with %s, the code is taken', async (_what, pasted) => {
    const visitor = await visitorAt('/activation');
    await awaitPassword(api);
    await visitor.submit({ token: pasted(token) });
    expect(visitor.addresses.at(-1)).toBe(`/activation/password?flow=${flowId}`);
  });

  test('the whole way works: paste the code, choose a password, done', async () => {
    const visitor = await visitorAt('/activation');
    await awaitPassword(api);
    const form = await visitor.submit({ token: ` ${token.slice(0, 30)}\r\n${token.slice(30)} ` });
    expect(form.status).toBe(200);
    expect(wordsOf(form.text)).toContain('Crea la password');
    expect(wordsOf(form.text)).toContain('Hai tempo fino alle 11:00 (ora italiana)');

    completeOnStep();
    const done = await visitor.submit({ password: goodPassword });
    expect(wordsOf(done.text)).toContain('Il profilo è attivo');
    expect(api.flows.steps.map(({ step }) => step)).toEqual(['activate', 'setPassword']);
    expect(api.flows.steps[1]!.argument).toMatchObject({ activation: 1 });
  });

  test('pressing the button twice asks the flow the same thing twice', async () => {
    const visitor = await visitorAt('/activation');
    const { action, hidden } = formsOf(visitor.page!.text)[0]!;
    await visitor.post(action, { ...hidden, token });
    await visitor.post(action, { ...hidden, token });
    const [first, second] = api.flows.steps;
    expect(second).toEqual(first);
  });

  test('each opening of the page asks anew', async () => {
    const keys = [await visitorAt('/activation'), await visitorAt('/activation')].map(
      ({ page }) => formsOf(page!.text)[0]!.hidden['key'],
    );
    expect(new Set(keys).size).toBe(2);
  });

  test('the token and the password stand in no address and no line of the log', async () => {
    const visitor = await visitorAt('/activation?lang=en');
    await awaitPassword(api);
    await visitor.submit({ token });
    await visitor.submit({ password: goodPassword });
    const flowToken = [...visitor.cookies.values()][0]!;
    const seen = [...visitor.addresses, ...api.logLines].join('\n');
    expect(api.logLines.length).toBeGreaterThanOrEqual(4);
    for (const secret of [token, token.slice(22), goodPassword, flowToken, flowToken.split('.').pop()!])
      expect(seen).not.toContain(secret);
  });
});

describe('refusals of the link', () => {
  const refusals: RefusalCode[] = ['LINK_VOID', 'FLOW_EXPIRED'];
  test.each(refusals)('%s is told beside the field in both languages, and the code stays', async (code) => {
    for (const locale of ['it', 'en'] as const) {
      const visitor = await visitorAt(`/activation?lang=${locale}`);
      const { key } = formsOf(visitor.page!.text)[0]!.hidden;
      api.flows.failWith(new Problem(code));
      const answer = await visitor.submit({ token });
      expect(answer.status).toBe(catalogue[code].status);
      expect(answer.text).toContain('href="#activation-code"');
      expect(answer.text).toContain('aria-invalid="true"');
      expect(wordsOf(answer.text)).toContain(catalogue[code][locale].detail);
      expect(answer.text).toContain(`>${token}</textarea>`);
      expect(formsOf(answer.text)[0]!.hidden['key']).not.toBe(key);
    }
  });

  test.each(['LINK_VOID', 'FLOW_EXPIRED', 'NOT_FOUND'] as const)(
    '%s of an invitation sends its reader to the User Admin, not to a registration',
    async (code) => {
      const visitor = await visitorAt('/activation');
      api.flows.failWith(new Problem(code));
      const invitation = api.links.tokenOf('telcoManagerInvitation', flowId);
      const answer = await visitor.submit({ token: invitation });
      expect(answer.status).toBe(410);
      expect(wordsOf(answer.text)).toContain('chiedi un nuovo invito allo User Admin');
      expect(wordsOf(answer.text)).not.toContain('registrazione');
    },
  );

  test('a code that is not whole is told so, with the number and the reference for support', async () => {
    const answer = await (await visitorAt('/activation')).submit({ token: token.slice(0, 40) });
    expect(answer.status).toBe(404);
    expect(wordsOf(answer.text)).toContain('copialo per intero');
    const reference = /1928 e comunica il riferimento assistenza (\w{10})/.exec(wordsOf(answer.text))![1]!;
    expect(api.logLines.join('\n')).toContain(reference);
    expect(api.flows.calls).toBe(0);
  });

  test('a code that was not entered is asked for, and nothing is asked of the flow', async () => {
    const answer = await (await visitorAt('/activation')).submit({ token: ' ' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<a href="#activation-code">Incolla il codice di attivazione</a>');
    expect(wordsOf(answer.text)).not.toContain('Link sconosciuto');
    expect(api.flows.calls).toBe(0);
  });

  test('a flow of which nothing is left reads as a link that is over', async () => {
    const visitor = await visitorAt('/activation');
    api.flows.failWith(new Problem('NOT_FOUND'));
    const answer = await visitor.submit({ token });
    expect(answer.status).toBe(410);
    expect(wordsOf(answer.text)).toContain('Link non più valido');
  });

  test('a profile that is active already says so', async () => {
    const visitor = await visitorAt('/activation');
    api.flows.standAt({ status: 'COMPLETED', nextSteps: [] });
    refuseSteps(api.flows, new Problem('STEP_OUT_OF_ORDER'));
    expect(wordsOf((await visitor.submit({ token })).text)).toContain('Il profilo era già attivo');
  });

  test('an outage answers 503 with a button that repeats the same request', async () => {
    const visitor = await visitorAt('/activation');
    const { key } = formsOf(visitor.page!.text)[0]!.hidden;
    api.flows.failWith(unavailable(new Error('down')));
    const answer = await visitor.submit({ token });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(wordsOf(answer.text)).toContain('Riprova');
    expect(wordsOf(answer.text)).not.toContain('Idempotency');
    expect(formsOf(answer.text)[0]!.hidden['key']).toBe(key);
    expect(answer.text).toContain(`>${token}</textarea>`);
  });

  test('what was typed is text on the page, never markup', async () => {
    const answer = await (await visitorAt('/activation')).submit({ token: '</textarea><script>x</script>' });
    expect(answer.text).toContain('&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;');
  });
});

/** The flow waits for a password until it is given one. */
function completeOnStep(): void {
  const { flows } = api;
  const step = flows.step.bind(flows);
  flows.step = async (...asked) => {
    Reflect.deleteProperty(flows, 'step');
    flows.standAt({ status: 'COMPLETED', nextSteps: [] });
    return step(...asked);
  };
}
