import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiParameters } from 'zod-openapi';
import { z } from 'zod';
import { accountKinds } from '../database/accounts';
import { catalogue, type ProblemCode } from '../errors/catalogue';
import { type Endpoint, takesKey } from '../http/endpoint';
import { permissions, type Permission } from '../http/permissions';
import { uuidForm } from '../http/endpointCall';
import { noBody, problemSchema } from '../http/schemas';

/** The version of package.json, which the CHANGELOG tells about. */
export const apiVersion = '0.1.0';

/** What an operation is about, by the first part of its path. */
const tagOfPath: Readonly<Record<string, string>> = {
  'user-admin-registrations': 'Registration',
  'employee-registrations': 'Registration',
  activations: 'Registration',
  flows: 'Flows',
  'password-recoveries': 'Sign-in',
  'recovery-undos': 'Sign-in',
  sessions: 'Sign-in',
  passkeys: 'Account',
  'new-device-confirmations': 'Sign-in',
  account: 'Account',
  'contact-changes': 'Account',
  'sim-associations': 'Account',
  company: 'Company',
  'telco-managers': 'Company',
  portals: 'Portals',
};

const tags = [
  { name: 'Registration', description: 'How a company and its employees get accounts.' },
  { name: 'Flows', description: 'Where a flow stands, and its next steps.' },
  { name: 'Sign-in', description: 'Sessions, and the way back to a password.' },
  { name: 'Account', description: 'What the owner of an account sees and changes.' },
  { name: 'Company', description: 'What the administrators of a company see and do.' },
  { name: 'Portals', description: 'Which customer area serves.' },
];

/**
 * OpenAPI 3.1, made from the endpoints that are served and the schemas that validate.
 *
 * @param publicBaseUrl where the API is
 */
export function openApiDocument(endpoints: readonly Endpoint[], publicBaseUrl: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Business self-care onboarding',
      version: apiVersion,
      description:
        'Onboarding of business customers. Every flow is read at `/v1/flows/{flowId}` with the token that its start returned. ' +
        'Errors are RFC 9457 problems with a stable `code`.',
    },
    servers: [{ url: publicBaseUrl.replace(/\/$/, '') }],
    tags,
    paths: Object.fromEntries(pathsOf(endpoints)),
    components: {
      securitySchemes: {
        flowToken: { type: 'http', scheme: 'bearer', description: 'The token of one flow.' },
        flowTokenHeader: {
          type: 'apiKey',
          in: 'header',
          name: 'Flow-Token',
          description: 'The same token; the flow of an account asks for the session beside it.',
        },
        sessionToken: { type: 'http', scheme: 'bearer', description: 'The token of a sign-in.' },
        sessionCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-session',
          description: "The same token as the portal's pages have it; only they may change anything by it.",
        },
      },
    },
  });
}

function pathsOf(endpoints: readonly Endpoint[]) {
  const paths = new Map<string, Record<string, ZodOpenApiOperationObject>>();
  for (const endpoint of endpoints) {
    paths.set(endpoint.path, { ...paths.get(endpoint.path), [endpoint.method]: operationOf(endpoint) });
  }
  return paths;
}

function operationOf(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { success, body } = endpoint;
  return {
    operationId: endpoint.operationId,
    tags: [tagOf(endpoint)],
    summary: endpoint.summary,
    ...(endpoint.description !== undefined && { description: endpoint.description }),
    security: securityOf(endpoint),
    requestParams: parametersOf(endpoint),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema !== noBody && { content: { 'application/json': { schema: success.schema } } }),
      },
      ...problemResponses(endpoint),
    },
  };
}

function tagOf({ path, operationId }: Endpoint): string {
  const tag = tagOfPath[path.split('/')[2] ?? ''];
  if (tag === undefined) throw new Error(`The operation ${operationId} has no tag.`);
  return tag;
}

function parametersOf(endpoint: Endpoint): ZodOpenApiParameters {
  const path = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, z.string()]);
  const correlator = z.string().optional().meta({
    description:
      'Echoed where it is of 1 to 256 letters, digits and `-_:;./<>{}`; one is made in place of any other.',
  });
  const language = z.string().optional().meta({ description: '`it` (default) or `en`.' });
  const key = z
    .string()
    .regex(uuidForm)
    .meta({ description: 'A UUID, the same for a repeated request: it has one effect and one answer.' });
  const device = z.string().optional().meta({ description: 'The `deviceToken` of an earlier sign-in.' });
  const work = z.string().optional().meta({
    description: 'Solution of the `proofOfWork` of a refusal; one that is not good counts as none.',
  });
  return {
    ...(path.length > 0 && { path: z.object(Object.fromEntries(path)) }),
    ...(endpoint.query && { query: endpoint.query }),
    header: z.object({
      ...(takesKey(endpoint) && { 'Idempotency-Key': key }),
      ...((endpoint.session === 'begins' || endpoint.takesDevice) && { 'Device-Token': device }),
      ...(endpoint.workSubject && { 'Proof-Of-Work': work }),
      'x-correlator': correlator,
      'Accept-Language': language,
    }),
  };
}

/** Refusals that every call shares: of the request as such, and of a service under load. */
function sharedProblems(endpoint: Endpoint): ProblemCode[] {
  const { flowToken, body, query } = endpoint;
  return [
    ...(body ? (['REQUEST_MALFORMED', 'REQUEST_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] as const) : []),
    ...(body || query ? (['REQUEST_INVALID'] as const) : []),
    ...(takesKey(endpoint) ? (['IDEMPOTENCY_KEY_REQUIRED'] as const) : []),
    ...(flowToken ? (['FLOW_TOKEN_REQUIRED', 'FLOW_TOKEN_INVALID'] as const) : []),
    ...problemsOfSession(endpoint),
    'OVERLOADED',
    'TEMPORARILY_UNAVAILABLE',
    'INTERNAL_ERROR',
  ];
}

/** A flow token may be that of a flow of an account, whose steps ask for the session, too. */
function problemsOfSession({ method, session, flowToken }: Endpoint): ProblemCode[] {
  const ofAnySession: ProblemCode[] = [
    'SESSION_REQUIRED',
    'SESSION_INVALID',
    ...(method === 'get' ? [] : (['ORIGIN_REFUSED'] as const)),
  ];
  if (flowToken) return [...ofAnySession, 'NOT_PERMITTED'];
  if (session === undefined || session === 'begins') return [];
  const { roles, recentProof }: Permission = permissions[session];
  return [
    ...ofAnySession,
    ...(roles.length === accountKinds.length ? [] : (['NOT_PERMITTED'] as const)),
    ...(recentProof ? (['STEP_UP_REQUIRED'] as const) : []),
  ];
}

/** The token of a flow goes in a header of its own where the session's is needed as well. */
function securityOf({ session, flowToken }: Endpoint): NonNullable<ZodOpenApiOperationObject['security']> {
  const ofSession = [{ sessionToken: [] }, { sessionCookie: [] }];
  const ofFlow = { flowTokenHeader: [] };
  if (flowToken) return [{ flowToken: [] }, ofFlow, ...ofSession.map((each) => ({ ...ofFlow, ...each }))];
  return session === undefined || session === 'begins' ? [] : ofSession;
}

/** Every code that an endpoint may answer with. */
export function problemsOf(endpoint: Endpoint): ProblemCode[] {
  return [...endpoint.problems, ...sharedProblems(endpoint)];
}

function problemResponses(endpoint: Endpoint) {
  const codes = problemsOf(endpoint);
  const statuses = new Set(codes.map((code) => catalogue[code].status));
  return Object.fromEntries(
    Array.from(statuses, (status) => [
      String(status),
      {
        description: codes
          .filter((code) => catalogue[code].status === status)
          .map((code) => `\`${code}\`: ${catalogue[code].en.title}.`)
          .join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}
