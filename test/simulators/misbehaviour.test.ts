import { once } from 'node:events';
import { errors } from 'smpp';
import { startPhone, type Phone } from '../../simulators/phone/phone';
import { Sender, statusOf } from './support/sender';

let phone: Phone;

beforeAll(async () => {
  phone = await startPhone({ smppPort: 0, webPort: 0 });
});
afterAll(() => phone.close());
beforeEach(() => {
  phone.misbehave({});
  phone.empty();
});
afterEach(() => phone.cutLinks());

const bound = () => Sender.bound(phone);
const texts = () => phone.messages.map(({ text }) => text);

function putBehaviour(behaviour: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return http('/behaviour', { method: 'PUT', headers, body: JSON.stringify(behaviour) });
}

function http(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${phone.webPort}${path}`, init);
}

describe('a provider that misbehaves', () => {
  test('throttles as many as it was told, then takes messages again', async () => {
    phone.misbehave({ throttle: 2 });
    const sender = await bound();
    const answers = [await sender.submit(), await sender.submit(), await sender.submit()];
    expect(answers.map((answer) => answer.command_status)).toEqual([
      errors['ESME_RTHROTTLED'],
      errors['ESME_RTHROTTLED'],
      0,
    ]);
    expect(texts()).toHaveLength(1);
  });

  test('refuses with the status that it was told, until told otherwise', async () => {
    phone.misbehave({ refuse: { status: 'ESME_RINVDSTADR' } });
    const sender = await bound();
    const refused = [await statusOf(sender.submit()), await statusOf(sender.submit())];
    expect(refused).toEqual(['ESME_RINVDSTADR', 'ESME_RINVDSTADR']);
    phone.misbehave({});
    expect(await statusOf(sender.submit())).toBe('ESME_ROK');
    expect(texts()).toHaveLength(1);
  });

  test('takes a message and answers with an error, and sends its receipt', async () => {
    phone.misbehave({ keepButRefuse: { status: 'ESME_RSYSERR', times: 1 } });
    const sender = await bound();
    expect(await statusOf(sender.submit({ registered_delivery: 1 }))).toBe('ESME_RSYSERR');
    expect(await statusOf(sender.submit())).toBe('ESME_ROK');
    expect(texts()).toHaveLength(2);
    expect(sender.receipts).toHaveLength(1);
  });

  test.each([
    ['before-keeping', 0],
    ['after-keeping', 1],
  ] as const)(
    'drops the link %s, once, and sends the receipt of what it kept by the next link',
    async (dropLink, kept) => {
      phone.misbehave({ dropLink });
      const sender = await bound();
      await expect(sender.submit({ registered_delivery: 1 })).rejects.toThrow('The link went down.');
      expect(texts()).toHaveLength(kept);
      const next = await bound();
      expect(await statusOf(next.submit())).toBe('ESME_ROK');
      expect(next.receipts).toHaveLength(kept);
    },
  );

  test('answers late, and keeps the message meanwhile', async () => {
    phone.misbehave({ answerDelayMs: 60 });
    const sender = await bound();
    const askedAt = performance.now();
    const answer = sender.submit();
    await sender.settled();
    expect(texts()).toHaveLength(1);
    expect(await statusOf(answer)).toBe('ESME_ROK');
    expect(performance.now() - askedAt).toBeGreaterThan(55);
  });

  test('cuts every link, and takes new ones', async () => {
    const sender = await bound();
    const ended = once(sender.session, 'close');
    phone.cutLinks();
    await ended;
    expect(await statusOf((await bound()).submit())).toBe('ESME_ROK');
  });

  test('is told so over HTTP, and says what is left of it', async () => {
    const answer = await putBehaviour({ throttle: 1, refuse: { status: 'ESME_RSYSERR', times: 5 } });
    expect(answer.status).toBe(200);
    const sender = await bound();
    expect(await statusOf(sender.submit())).toBe('ESME_RTHROTTLED');
    expect(await statusOf(sender.submit())).toBe('ESME_RSYSERR');
    expect(await (await http('/behaviour')).json()).toEqual({ refuse: { status: 'ESME_RSYSERR', times: 4 } });
  });

  test.each([[{ refuse: { status: 'NO_SUCH' } }], [{ throttle: 0 }], [{ unknown: true }], [[]]])(
    'takes no order that makes no sense: %j',
    async (behaviour) => {
      phone.misbehave({ throttle: 3 });
      expect((await putBehaviour(behaviour)).status).toBe(400);
      expect(await (await http('/behaviour')).json()).toEqual({ throttle: 3 });
    },
  );
});
