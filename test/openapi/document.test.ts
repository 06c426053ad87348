import { compileErrors, validate } from '@readme/openapi-parser';
import type { Router } from 'express';
import { version } from '../../package.json';
import { createApp } from '../../src/api/app';
import type { Endpoint } from '../../src/http/endpoint';
import { type ProblemCode, catalogue } from '../../src/errors/catalogue';
import { functionOfFlow } from '../../src/http/permissions';
import { apiVersion, openApiDocument, problemsOf } from '../../src/openapi/document';
import { stepsOfFlow, takesStep, type FlowName } from '../../workflows/contracts/flow';
import { jsonOf } from '../api/support/rawHttp';
import { inSession, post } from '../api/support/requests';
import { signIn } from '../api/support/signedIn';
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
  newDeviceConfirmation: 'confirmNewDevice',
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
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Readonly<Record<string, unknown>>;
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

  test('says where the API is, and that a public operation asks for no token', async () => {
    const { servers } = jsonOf(await api.send({ path: '/openapi.json' })) as { servers?: unknown };
    expect(servers).toEqual([{ url: api.context.settings.config.http.publicBaseUrl }]);
    expect(openApiDocument([], 'https://selfcare.operator.it/').servers).toEqual([
      { url: 'https://selfcare.operator.it' },
    ]);
    const operations = Object.values((await served()).paths).flatMap((path) => Object.values(path));
    const open = operations.filter(({ security }) => (security as object[]).length === 0);
    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      'activate',
      'askForPasskeySignIn',
      'confirmNewDevice',
      'findPortal',
      'recoverPassword',
      'registerEmployee',
      'registerUserAdmin',
      'signIn',
      'signInByNetwork',
      'signInByPasskey',
      'undoRecovery',
    ]);
  });

  test('gives every operation one tag of those that it explains', async () => {
    const { paths, tags } = (await served()) as Awaited<ReturnType<typeof served>> & {
      tags: readonly { name: string; description: string }[];
    };
    const names = tags.map(({ name }) => name);
    const given = Object.values(paths).flatMap((path) => Object.values(path).map(({ tags }) => tags));
    expect(given.filter((each) => each?.length !== 1)).toEqual([]);
    expect(new Set(given.flat())).toEqual(new Set(names));
    expect(tags.filter(({ description }) => description === '')).toEqual([]);
  });

  test('knows the header of a flow token as a scheme, and describes it once', async () => {
    const { components, paths } = (await served()) as Awaited<ReturnType<typeof served>> & {
      components: { securitySchemes: Record<string, unknown> };
    };
    expect(components.securitySchemes['flowTokenHeader']).toMatchObject({
      type: 'apiKey',
      in: 'header',
      name: 'Flow-Token',
    });
    const parameters = Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap((each) => each.parameters ?? []),
    );
    expect(parameters.filter(({ name }) => name === 'Flow-Token')).toEqual([]);
  });

  test('names every object of a schema, so that no generator makes up a name that another has', async () => {
    const { components } = (await served()) as unknown as { components: { schemas: object } };
    const nameless: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const { type } = value as { type?: unknown };
      if (type === 'object' && path.includes('/')) nameless.push(path);
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`);
    };
    for (const [name, schema] of Object.entries(components.schemas)) look(schema, name);
    expect(nameless).toEqual([]);
    const names = Object.keys(components.schemas).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    const { paths } = await served();
    look(paths, 'paths');
    expect(nameless.filter((path) => !path.includes('/parameters/'))).toEqual([]);
  });

  test.each(['listCompanyLines', 'readCompanyAudit', 'listTelcoManagers'])(
    'lets the %s call have the cursors and page sizes that it takes, and no other',
    async (operationId) => {
      await signIn(api);
      const { path } = api.context.endpoints.find((each) => each.operationId === operationId)!;
      const schemas = (await operation(operationId)).parameters!;
      const { pattern } = schemas.find(({ name }) => name === 'cursor')!.schema as { pattern: string };
      const cursors = [
        '',
        ' ',
        '1234',
        '393201234567',
        'MarioTelco',
        `99999999999999.${'a'.repeat(43)}`,
        `506820200441705.${'a'.repeat(43)}`,
        '１２３４５',
      ];
      for (const cursor of cursors) {
        const answer = await api.send(inSession('GET', `${path}?cursor=${encodeURIComponent(cursor)}`));
        expect([cursor, answer.status]).toEqual([cursor, new RegExp(pattern).test(cursor) ? 200 : 400]);
      }
      expect(cursors.filter((cursor) => new RegExp(pattern).test(cursor))).toHaveLength(1);
      const limits = schemas.find(({ name }) => name === 'limit')!.schema;
      expect(limits).toMatchObject({ type: 'integer', minimum: 1, maximum: 100 });
      for (const [limit, status] of [
        ['1', 200],
        ['100', 200],
        ['0', 400],
        ['101', 400],
        ['', 400],
      ] as const) {
        const answer = await api.send(inSession('GET', `${path}?limit=${limit}`));
        expect([limit, answer.status]).toEqual([limit, status]);
      }
    },
  );

  test('takes every correlator that the description allows: any text', async () => {
    for (const path of Object.values((await served()).paths))
      for (const { parameters } of Object.values(path))
        expect(parameters?.find(({ name }) => name === 'x-correlator')?.schema).toMatchObject({
          type: 'string',
        });
    const { schema } = (await operation('findPortal')).parameters!.find(
      ({ name }) => name === 'x-correlator',
    )!;
    expect(Object.keys(schema).sort()).toEqual(['description', 'type']);
    for (const correlator of ['a', 'bad value!', 'a'.repeat(257)]) {
      const answer = await api.send({ path: '/v1/portals', headers: { 'x-correlator': correlator } });
      expect(answer.status).toBe(200);
      const isOfForm = correlator === 'a';
      expect(answer.headers['x-correlator'] === correlator).toBe(isOfForm);
    }
  });

  test('counts the characters of a text as JSON Schema does, an emoji as one', async () => {
    const username = '🦊'.repeat(320);
    const answers = [username, `${username}🦊`].map((each) =>
      api.send(post('/v1/sessions', { username: each, password: '🔑'.repeat(1_000) })),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 400]);
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
      const isKeyed = endpoint.method === 'post' || endpoint.operationId === 'changePassword';
      expect(key?.required).toBe(isKeyed ? true : undefined);
      expect(security).toEqual(keysTo(endpoint));
    }
  });

  test('shows no key, token or address of this machine', () => {
    expect(
      JSON.stringify(openApiDocument(api.context.endpoints, 'https://selfcare.operator.it/')),
    ).not.toMatch(/127\.0\.0\.1|localhost|mongodb/);
  });
});

function keysTo({ path, operationId }: Endpoint) {
  const ofSession = [{ sessionToken: [] }, { sessionCookie: [] }];
  if (path.includes('{flowId}')) {
    const ofFlow = { flowTokenHeader: [] };
    return [{ flowToken: [] }, ofFlow, ...ofSession.map((each) => ({ ...ofFlow, ...each }))];
  }
  const isOfOwner =
    /^\/v1\/(sessions|passkeys|account|company|telco-managers|sim-associations|contact-changes)/.test(path) &&
    !operationId.startsWith('signIn') &&
    operationId !== 'askForPasskeySignIn';
  return isOfOwner ? ofSession : [];
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
