import { mongo } from 'mongoose';
import { jsonOf, type RawAnswer, type RawRequest } from './support/rawHttp';
import { TestApi } from './support/testApi';

const secret = 'chiara.esempio@example.com';
const readPortals: RawRequest = { path: '/v1/portals' };
const showPortals: RawRequest = { path: '/portals', headers: { Accept: 'text/html' } };

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => {
  api.logLines.length = 0;
  api.context.metrics.alarms.reset();
});
afterEach(() => jest.restoreAllMocks());

/** The answer to a request whose route's query of the database ends with this error. */
async function answerWhen(error: Error, request: RawRequest): Promise<RawAnswer> {
  jest.spyOn(api.context.database.offers, 'find').mockImplementationOnce(() => {
    const found = { maxTimeMS: () => found, lean: () => found, exec: () => Promise.reject(error) };
    return found as never;
  });
  return api.send(request);
}

function logged(msg: string): unknown[] {
  return api.logLines
    .map((line) => JSON.parse(line) as { readonly msg: string })
    .filter((line) => line.msg === msg);
}

describe.each([
  ['an operation', readPortals],
  ['a page', showPortals],
])('what a query of %s throws', (_name, request) => {
  test('where it is a defect, is a 500 with its kind and place in the log, without its text, and raises an alarm', async () => {
    const answer = await answerWhen(new TypeError(`cannot read ${secret}`), request);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(secret);
    const [line] = logged('request failed');
    expect(line).toMatchObject({ problem: 'INTERNAL_ERROR', cause: { name: 'TypeError' } });
    expect(JSON.stringify(line)).toMatch(/at .*defects\.test/);
    expect(api.logLines.join('')).not.toContain(secret);
    expect(logged('alarm')).toEqual([expect.objectContaining({ level: 50, alarm: 'requestFailed' })]);
    const { text } = await api.askOperator({ path: '/metrics' });
    expect(text).toMatch(/^selfcare_alarms\{alarm="requestFailed"\} 1$/m);
  });

  test.each([
    new mongo.MongoNetworkError('gone'),
    new mongo.MongoServerError({ message: 'too slow', code: 50 }),
  ])('where the database cannot be asked, is a 503 without an alarm: %s', async (error) => {
    const answer = await answerWhen(error, request);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(logged('request failed')).toEqual([
      expect.objectContaining({ problem: 'TEMPORARILY_UNAVAILABLE' }),
    ]);
    expect(logged('alarm')).toEqual([]);
  });
});

test('a refusal raises no alarm', async () => {
  const answer = await api.send({ path: '/v1/portals?offer=nothing' });
  expect(jsonOf(answer)['code']).toBe('OFFER_UNKNOWN');
  expect(logged('alarm')).toEqual([]);
});
