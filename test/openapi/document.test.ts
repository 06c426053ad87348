import { compileErrors, validate } from '@readme/openapi-parser';
import type { Router } from 'express';
import { version } from '../../package.json';
import { createApp } from '../../src/api/app';
import type { Endpoint } from '../../src/http/endpoint';
import type { ProblemCode } from '../../src/errors/problemCodes';
import { functionOfFlow } from '../../src/http/permissions';
import { apiVersion, openApiDocument, problemsOf } from '../../src/openapi/document';
import { catalogue } from '../../src/errors/catalogue';
import { stepsOfFlow, takesStep, type FlowName } from '../../workflows/contracts/flow';
import { jsonOf } from '../api/support/rawHttp';
import { TestApi } from '../api/support/testApi';
import { paper, withSharedRefusals } from '../docs/papers';

/** The operation that starts each flow of this API. */
const startsOfFlows: Readonly<Partial<Record<FlowName, string>>> = {
  userAdminRegistration: 'registerUserAdmin',
  telcoManagerInvitation: 'inviteTelcoManager',
  employeeRegistration: 'registerEmployee',
  passwordRecovery: 'recoverPassword',
  simAssociation: 'associateSim',
  contactChange: 'changeContact',
};
/** What a step declares for the flows of some kind alone, and whether a flow is of that kind. */
const ofSomeFlows: readonly {
  readonly codes: readonly ProblemCode[];
  readonly gives: (flow: FlowName) => boolean;
}[] = [
  { codes: ['ATTEMPTS_SPENT'], gives: (flow) => !takesStep(flow, 'activate') },
  {
    codes: ['FLOW_TOKEN_INSUFFICIENT', 'LINK_VOID'],
    gives: (flow) => takesStep(flow, 'activate'),
  },
  { codes: ['LINE_NOT_ELIGIBLE'], gives: (flow) => takesStep(flow, 'submitPuk') },
  { codes: ['TWO_LINES_ALREADY'], gives: (flow) => flow === 'simAssociation' },
  {
    codes: ['ACCOUNT_CHANGED', 'SESSION_REQUIRED', 'SESSION_INVALID', 'NOT_PERMITTED', 'ORIGIN_REFUSED'],
    gives: (flow) => functionOfFlow[flow] !== undefined,
  },
];

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());

type Operation = Readonly<Record<'responses', Readonly<Record<string, unknown>>>> & {
  readonly operationId: string;
  readonly security?: unknown;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
};
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

async function served(): Promise<{ openapi: string; info: { version: string }; paths: Paths }> {
  return jsonOf(await api.send({ path: '/openapi.json' })) as Awaited<ReturnType<typeof served>>;
}

async function operation(operationId: string): Promise<Operation> {
  const operations = Object.values((await served()).paths).flatMap((path) => Object.values(path));
  return operations.find((each) => each.operationId === operationId)!;
}

describe('the description of the API', () => {
  test('is valid OpenAPI 3.1', async () => {
    const document = await served();
    expect(document.openapi).toBe('3.1.0');
    const result = await validate(document as never);
    expect(result.valid ? '' : compileErrors(result)).toBe('');
  });

  test('that is broken is found out', async () => {
    const document = await served();
    const broken = { ...document, paths: { ...document.paths, '/broken': { get: { responses: 7 } } } };
    expect((await validate(broken as never)).valid).toBe(false);
  });

  test("has the package's version", async () => {
    expect(apiVersion).toBe(version);
    expect((await served()).info.version).toBe(version);
  });

  test('describes every route that is served under /v1, and no other', async () => {
    const described = Object.entries((await served()).paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const { stack } = createApp(api.context).router as Router;
    const routes = stack.flatMap(({ route }) =>
      route ? route.stack.map(({ method }) => `${method} ${route.path}`) : [],
    );
    expect(described.sort()).toEqual(routes.filter((route) => route.includes('/v1/')).sort());
    expect(described).toHaveLength(api.context.endpoints.length);
  });

  test('names each operation once', () => {
    const names = api.context.endpoints.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  test('tells every status that an operation may answer with, and each code in it', async () => {
    for (const endpoint of api.context.endpoints) {
      const { responses } = await operation(endpoint.operationId);
      const statuses = problemsOf(endpoint).map((code) => catalogue[code].status);
      const expected = [...new Set([endpoint.success.status, ...statuses])].map(String);
      expect(Object.keys(responses).sort()).toEqual(expected.sort());
      for (const code of problemsOf(endpoint)) {
        expect(JSON.stringify(responses[catalogue[code].status])).toContain(`\`${code}\``);
      }
    }
  });

  test.each(Object.entries(startsOfFlows))(
    'declares for %s and the steps after it no refusal that the page of the flow leaves out',
    (name, start) => {
      const flow = name as FlowName;
      const operations: readonly string[] = [start, 'readFlow', ...stepsOfFlow[flow]];
      const declared = api.context.endpoints
        .filter(({ operationId }) => operations.includes(operationId))
        .flatMap(problemsOf);
      const text = withSharedRefusals(paper(`docs/flows/${flow}.md`));
      const ofOthers = ofSomeFlows.flatMap(({ codes, gives }) => (gives(flow) ? [] : codes));
      const missing = new Set(declared.filter((code) => !text.includes(`\`${code}\``)));
      expect([...missing].filter((code) => !ofOthers.includes(code))).toEqual([]);
    },
  );

  test('asks for a key where something changes, and for a token where a flow, a session or an account is touched', async () => {
    for (const endpoint of api.context.endpoints) {
      const { parameters, security } = await operation(endpoint.operationId);
      const key = parameters?.find(({ name }) => name === 'Idempotency-Key');
      expect(key?.required).toBe(endpoint.method === 'post' ? true : undefined);
      expect(security).toEqual(keysTo(endpoint));
    }
  });

  test('shows no key, token or address of this machine', () => {
    expect(JSON.stringify(openApiDocument(api.context.endpoints))).not.toMatch(
      /127\.0\.0\.1|localhost|mongodb/,
    );
  });
});

function keysTo({ path, operationId }: Endpoint) {
  const ofSession = [{ sessionToken: [] }, { sessionCookie: [] }];
  if (path.includes('{flowId}')) return [{ flowToken: [] }, ...ofSession];
  const isOfOwner =
    /^\/v1\/(sessions|account|company|telco-managers|sim-associations|contact-changes)/.test(path) &&
    !operationId.startsWith('signIn');
  return isOfOwner ? ofSession : undefined;
}

describe('the page to try it', () => {
  test('loads nothing but what its own policy allows and this API serves', async () => {
    const page = await api.send({ path: '/docs' });
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(page.text).not.toMatch(/<script>|<style>| on\w+=/);

    const loaded = [...page.text.matchAll(/(?:src|href)="(?<path>[^"]+)"/g)].map(
      ({ groups }) => groups!['path']!,
    );
    expect(loaded.length).toBeGreaterThanOrEqual(3);
    for (const path of [...loaded, '/openapi.json']) {
      expect(path).toMatch(/^\//);
      const asset = await api.send({ path });
      expect([path, asset.status]).toEqual([path, 200]);
      expect(asset.headers['content-type']).toMatch(/javascript|css|json/);
    }
  });

  test("lists no folder and leads to no other page of its library's", async () => {
    for (const path of [
      '/docs/assets/',
      '/docs/assets/../../package.json',
      '/docs/assets/%2e%2e/%2e%2e/package.json',
    ]) {
      expect((await api.send({ path })).status).toBe(404);
    }
  });
});

describe('the page of a problem', () => {
  test('is where its type leads, for every code', async () => {
    for (const [code, entry] of Object.entries(catalogue)) {
      const answer = await api.send({ path: `/problems/${code}` });
      expect(jsonOf(answer)).toEqual({ code, ...entry });
    }
  });
});
