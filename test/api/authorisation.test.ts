import { randomUUID } from 'node:crypto';
import { functionOfFlow, permissions, type Permission } from '../../src/http/permissions';
import { found, paper, sectionUnder } from '../docs/papers';
import { jsonOf, type RawAnswer } from './support/rawHttp';
import { flowId } from './support/requests';
import { TestApi } from './support/testApi';
import { whoMayDoWhat, type Row } from './support/whoMayDoWhat';
import {
  accountIdOf,
  lineOf,
  marksOfOther,
  proofs,
  recordTwoCompanies,
  roles,
  sessionOf,
  type Proof,
  type Role,
  type Whose,
} from './support/twoCompanies';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
});
afterAll(() => api.stop());

const rows = Object.entries(whoMayDoWhat).flatMap(([operation, row]) =>
  typeof row === 'string' ? [] : [{ operation, row }],
);
const endpointOf = (operation: string) => {
  const found = api.context.endpoints.find(({ operationId }) => operationId === operation);
  if (!found) throw new Error(`There is no operation ${operation}.`);
  return found;
};

/** As bare as it may be: who may call and who may not is told before a body is looked at. */
function ask(operation: string, token?: string, named = 'nobodys', body: unknown = {}): Promise<RawAnswer> {
  const { method, path } = endpointOf(operation);
  const hasBody = method === 'post' || method === 'put';
  return api.send({
    method: method.toUpperCase(),
    path: path.replace(/\{\w+\}/, encodeURIComponent(named)),
    headers: {
      'Idempotency-Key': randomUUID(),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(hasBody && { 'Content-Type': 'application/json' }),
    },
    ...(hasBody && { body: JSON.stringify(body) }),
  });
}

const refusals = ['SESSION_REQUIRED', 'SESSION_INVALID', 'NOT_PERMITTED', 'STEP_UP_REQUIRED'];
/** Why the caller was not let in; undefined where the caller was let in, even if the request then failed. */
function refusalOf(answer: RawAnswer): unknown {
  if (answer.status < 400) return undefined;
  const { code } = jsonOf(answer);
  return refusals.includes(String(code)) ? code : undefined;
}

function expectedOf({ may, recentProof }: Row, role: Role, proof: Proof): string | undefined {
  if (!may.includes(role)) return 'NOT_PERMITTED';
  return recentProof && !proofs[proof].isRecent ? 'STEP_UP_REQUIRED' : undefined;
}

describe('authorisation', () => {
  beforeAll(() => recordTwoCompanies(api));

  test('has a row for every operation, which says of it what the operation says itself', () => {
    const declared = api.context.endpoints.map(({ operationId, session, flowToken }) => {
      if (flowToken) return [operationId, 'flow token'];
      if (session === undefined || session === 'begins') return [operationId, 'anybody'];
      const { roles: may, recentProof }: Permission = permissions[session];
      return [operationId, { may, ...(recentProof && { recentProof }) }];
    });
    const told = Object.entries(whoMayDoWhat).map(([operation, row]) => {
      if (typeof row === 'string') return [operation, row];
      const { may, recentProof } = row;
      return [operation, { may, ...(recentProof && { recentProof }) }];
    });
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(declared));
  });

  test.each(rows)(
    '$operation is for those whose it is, by every proof, and for nobody else',
    async ({ operation, row }) => {
      expect(refusalOf(await ask(operation))).toBe('SESSION_REQUIRED');
      expect(refusalOf(await ask(operation, randomUUID()))).toBe('SESSION_INVALID');
      for (const role of roles) {
        for (const proof of Object.keys(proofs) as Proof[]) {
          const { token } = await sessionOf(api, role, proof);
          const told = { role, proof, refusal: refusalOf(await ask(operation, token)) };
          expect(told).toEqual({ role, proof, refusal: expectedOf(row, role, proof) });
        }
      }
    },
  );

  test.each(rows.filter(({ row }) => row.names))(
    '$operation finds nothing of another company, as if it were not there, and the own',
    async ({ operation, row: { may, names, body } }) => {
      expect(endpointOf(operation).path).toMatch(/\{\w+\}/);
      for (const role of may) {
        const { token } = await sessionOf(api, role);
        const namedIn = (whose: Whose, of: Role) => names?.(api, whose, of);
        const answers = [
          await ask(operation, token, await namedIn('other', role), body),
          await ask(operation, token, undefined, body),
        ];
        const shown = answers.map((answer) => [answer.status, { ...jsonOf(answer), supportReference: '' }]);
        expect(shown[0]).toEqual(shown[1]);
        expect(shown[0]).toMatchObject([404, { code: 'NOT_FOUND' }]);
        const own = await ask(operation, token, await namedIn('own', role), body);
        expect(own.status).not.toBe(404);
      }
    },
  );

  test('every path that names something but a flow is held against another company', () => {
    const naming = api.context.endpoints.filter(({ path, flowToken }) => path.includes('{') && !flowToken);
    const held = rows.filter(({ row }) => row.names).map(({ operation }) => operation);
    expect(held.sort()).toEqual(naming.map(({ operationId }) => operationId).sort());
  });

  test('what is read shows the own company and nothing of another one', async () => {
    const reading = rows.filter(({ operation }) => endpointOf(operation).method === 'get');
    expect(reading.length).toBeGreaterThan(5);
    const shown: string[] = [];
    for (const { operation, row } of reading) {
      for (const role of row.may) {
        const { token } = await sessionOf(api, role);
        await sessionOf(api, role, undefined, 'other');
        const answer = await ask(operation, token);
        expect([operation, answer.status]).toEqual([operation, 200]);
        expect(marksOfOther.filter((mark) => answer.text.includes(mark))).toEqual([]);
        shown.push(answer.text);
      }
    }
    expect(shown.join()).toContain(lineOf('own'));
  });
});

describe('the next request', () => {
  beforeEach(() => recordTwoCompanies(api));
  const accounts = () => api.context.database.accounts;
  const ofManager = { _id: accountIdOf('own', 'telcoManager') };

  test.each([
    ['another role', { $set: { kind: 'employee' } }, 'NOT_PERMITTED'],
    ['another password', { $inc: { sessionEpoch: 1 } }, 'SESSION_INVALID'],
    ['an account that is not active', { $set: { status: 'reserved' } }, 'SESSION_INVALID'],
  ] as const)('knows of %s', async (_change, change, refusal) => {
    const { token } = await sessionOf(api, 'telcoManager');
    expect(refusalOf(await ask('readCompany', token))).toBeUndefined();
    await accounts().updateOne(ofManager, change, { overwriteDiscriminatorKey: true });
    expect(refusalOf(await ask('readCompany', token))).toBe(refusal);
  });

  test('knows of an account that is gone', async () => {
    const { token } = await sessionOf(api, 'telcoManager');
    await accounts().deleteOne(ofManager);
    expect(refusalOf(await ask('readCompany', token))).toBe('SESSION_INVALID');
  });
});

describe('the flow of an account', () => {
  beforeEach(() => recordTwoCompanies(api));
  const flows = Object.keys(functionOfFlow) as (keyof typeof functionOfFlow)[];

  test.each(flows)('%s takes its steps from that account alone, while it is signed in', async (flow) => {
    const { token } = await sessionOf(api, 'employee', 'a password typed long ago');
    const grant = { flow, flowId, role: 'start', number: 0 } as const;
    const step = (flowToken: string, session?: string) =>
      api.send({
        path: `/v1/flows/${flowId}`,
        headers: {
          'Flow-Token': flowToken,
          ...(session !== undefined && { Authorization: `Bearer ${session}` }),
        },
      });
    const own = api.context.flowTokens.issue(grant, accountIdOf('own', 'employee'));
    const codeOf = async (answer: Promise<RawAnswer>) => jsonOf(await answer)['code'];
    expect((await step(own, token)).status).toBe(200);
    expect(await codeOf(step(own))).toBe('SESSION_REQUIRED');
    for (const foreign of [
      api.context.flowTokens.issue(grant, accountIdOf('other', 'employee')),
      api.context.flowTokens.issue(grant),
    ])
      expect(await codeOf(step(foreign, token))).toBe('FLOW_TOKEN_INVALID');
    await api.context.database.accounts.deleteOne({ _id: accountIdOf('own', 'employee') });
    expect(await codeOf(step(own, token))).toBe('SESSION_INVALID');
  });
});

test('docs/sessions.md has the functions as the code has them', () => {
  const told = found(sectionUnder(paper('docs/sessions.md'), 'Who may do what'), /^- (.*)$/gm);
  const names = { userAdmin: 'User Admin', telcoManager: 'Telco Manager', employee: 'employee' };
  const listed = Object.entries(permissions).map(
    ([name, { kind, roles, recentProof }]: [string, Permission]) => {
      const profiles = roles.map((role) => names[role]).join(', ');
      return `\`${name}\`: ${kind}; ${profiles}${recentProof ? '; recent' : ''}`;
    },
  );
  expect(told).toEqual(listed);
});
