import { randomUUID } from 'node:crypto';
import { jsonOf, type RawAnswer } from './support/rawHttp';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const body = JSON.stringify({ line: '+393201234567', email: 'anna@azienda.example' });

function register(headers: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return api.send({
    method: 'POST',
    path: '/v1/employee-registrations',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers },
    body,
  });
}

test.each([
  'application/json; charset=utf8',
  'application/json;charset="UTF8"',
  'application/json; charset=UTF-8',
])('a body of the type %s is read as UTF-8', async (type) => {
  expect((await register({ 'Content-Type': type })).status).toBe(202);
});

test('a body in another charset is refused by its name', async () => {
  const answer = await register({ 'Content-Type': 'application/json; charset=utf-16' });
  expect([answer.status, jsonOf(answer)['code']]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
});

test('an idempotency key in quotes is the key', async () => {
  const key = randomUUID();
  const answers = [
    await register({ 'Idempotency-Key': key }),
    await register({ 'Idempotency-Key': `"${key}"` }),
  ];
  const flows = answers.map((answer) => jsonOf(answer)['flowId']);
  expect(flows[0]).toBeDefined();
  expect(flows[1]).toBe(flows[0]);
});

test('password managers find the page that changes a password', async () => {
  const answer = await api.send({ path: '/.well-known/change-password' });
  expect([answer.status, answer.headers.location]).toEqual([303, '/account/password']);
});
