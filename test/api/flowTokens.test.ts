import { jsonOf } from './support/rawHttp';
import { bearer, flow, flowId, post } from './support/requests';
import { serviceKey, TestApi } from './support/testApi';
import { Keyring } from '../../src/config/keys';
import { FlowTokens } from '../../src/security/flowTokens';

const formerKey = `former:${Buffer.alloc(32, 7).toString('base64')}`;
const strangersKey = `stranger:${Buffer.alloc(32, 9).toString('base64')}`;

let api: TestApi;
beforeAll(async () => (api = await TestApi.start({ SERVICE_KEYS: `${serviceKey},${formerKey}` })));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

async function readWith(authorization: string | undefined) {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const answer = await api.send({ path: `/v1/flows/${flowId}`, headers });
  return { status: answer.status, code: jsonOf(answer)['code'] };
}

function tokenUnder(keys: string): string {
  const tokens = new FlowTokens(Keyring.parse(keys, 'SERVICE_KEYS'));
  return `Bearer ${tokens.issue({ flow, flowId, role: 'start', number: 0 })}`;
}

const refused = { status: 401, code: 'FLOW_TOKEN_INVALID' };

describe('a flow token', () => {
  test('of either role reads its flow', async () => {
    expect(await readWith(bearer(api, 'start'))).toEqual({ status: 200, code: undefined });
    expect(await readWith(bearer(api, 'password'))).toEqual({ status: 200, code: undefined });
  });

  test('made under a key that was rotated out of use still reads', async () => {
    expect(await readWith(tokenUnder(formerKey))).toEqual({ status: 200, code: undefined });
  });

  test("made under a stranger's key does not", async () => {
    expect(await readWith(tokenUnder(strangersKey))).toEqual(refused);
  });

  test('of another flow does not', async () => {
    expect(await readWith(bearer(api, 'start', 'AAAAAAAAAAAAAAAAAAAAAA'))).toEqual(refused);
  });

  test('that is missing, or of another scheme, is asked for', async () => {
    const required = { status: 401, code: 'FLOW_TOKEN_REQUIRED' };
    for (const authorization of [undefined, '', 'Bearer', 'Basic eDp5', bearer(api, 'start').slice(7)]) {
      expect(await readWith(authorization)).toEqual(required);
    }
  });

  test('changed in any one character is refused', () => {
    const token = bearer(api, 'password').slice('Bearer '.length);
    for (const index of Array.from(token).keys()) {
      for (const other of ['A', 'z', '7', '-', '_', '.', '=', '%00'].filter(
        (sign) => sign !== token[index],
      )) {
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        expect(api.context.flowTokens.verify(changed)).toBeUndefined();
      }
    }
  });

  test.each([
    ['with a leading zero', (token: string) => token.replace('.password.1.', '.password.01.')],
    ['cut short', (token: string) => token.slice(0, -1)],
    ['grown longer', (token: string) => `${token}A`],
    ['padded', (token: string) => `${token}=`],
    ['of a role that was raised', (token: string) => token.replace('.password.', '.start.')],
    ['of a later activation', (token: string) => token.replace('.password.1.', '.password.2.')],
    ['of a flow that there is not', (token: string) => token.replace(flow, 'constructor')],
    ['with the other case', (token: string) => token.toLowerCase()],
  ])('%s is refused', async (_name, change) => {
    const changed = change(bearer(api, 'password').slice('Bearer '.length));
    expect(await readWith(`Bearer ${changed}`)).toEqual(refused);
  });

  test('of the start sets no password, and nothing is looked up', async () => {
    const answer = await api.send(
      post(`/v1/flows/${flowId}/password`, { generate: true }, { Authorization: bearer(api, 'start') }),
    );
    expect([answer.status, jsonOf(answer)['code']]).toEqual([403, 'FLOW_TOKEN_INSUFFICIENT']);
    expect(api.flows.calls).toBe(0);
  });

  test('in the query or the body grants nothing', async () => {
    const token = bearer(api, 'start').slice('Bearer '.length);
    const answer = await api.send({ path: `/v1/flows/${flowId}?flowToken=${token}&access_token=${token}` });
    expect(answer.status).toBe(401);
  });
});
