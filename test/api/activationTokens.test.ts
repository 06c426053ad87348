import { jsonOf } from './support/rawHttp';
import { flowId, post } from './support/requests';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

describe('an activation token', () => {
  test.each([{ $gt: '' }, ['x'], 1, null, 'x'.repeat(501)])('%j is refused', async (token) => {
    const answer = await api.send(post('/v1/activations', { token }));
    expect([answer.status, jsonOf(answer)['code']]).toEqual([400, 'REQUEST_INVALID']);
    expect(api.flows.calls).toBe(0);
  });

  test.each(['', '\u0000', '\ud800', '../../x', 'x'.repeat(65), '-'.repeat(65)])(
    '%j is unknown',
    async (token) => {
      const answer = await api.send(post('/v1/activations', { token }));
      expect([answer.status, jsonOf(answer)['code']]).toEqual([404, 'LINK_UNKNOWN']);
      expect(api.flows.calls).toBe(0);
    },
  );

  test('works as it is pasted from a mail, with line breaks and blanks', async () => {
    const token = api.links.tokenOf('userAdminRegistration', flowId);
    const pasted = `  ${token.slice(0, 30)}\r\n\t${token.slice(30)}\u00a0\n`;
    const answer = await api.send(post('/v1/activations', { token: pasted }));
    expect(answer.status).toBe(200);
    expect(api.flows.steps[0]).toMatchObject({ step: 'activate', reference: { flowId } });
  });
});
