import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import { camaraErrors } from './camaraProblem';
import { camaraOperations, sendValidateScope, type CamaraOperation } from './operations';
import { correlatorSchema, errorSchema } from './schemas';

/** The version of CAMARA's API that is served. */
const camaraVersion = '1.1.1';

/**
 * OpenAPI 3.0.3 of the CAMARA API, the version that CAMARA wants, made from the operations that are served and the schemas that validate.
 *
 * @param apiAddress where the API is, its path included
 * @param issuer of access tokens; undefined where none is configured
 */
export function camaraDescription(apiAddress: string, issuer: string | undefined) {
  return createDocument({
    openapi: '3.0.3',
    info: {
      title: 'One Time Password SMS',
      version: camaraVersion,
      description: 'Sends a code by SMS and verifies it: the CAMARA API of this name.',
    },
    servers: [{ url: apiAddress }],
    paths: Object.fromEntries(camaraOperations.map((each) => [each.path, { post: operationOf(each) }])),
    components: {
      securitySchemes: {
        openId: {
          type: 'openIdConnect',
          openIdConnectUrl: `${(issuer ?? 'https://issuer.invalid').replace(/\/$/, '')}/.well-known/openid-configuration`,
        },
      },
    },
  });
}

const correlatorHeader = { headers: z.object({ 'x-correlator': correlatorSchema.optional() }) };

function operationOf({ operationId, summary, body, success, codes }: CamaraOperation) {
  const { status, description, schema } = success;
  return {
    operationId,
    summary,
    security: [{ openId: [sendValidateScope] }],
    requestParams: { header: correlatorHeader.headers },
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: {
      [String(status)]: {
        description,
        ...correlatorHeader,
        ...(schema && { content: { 'application/json': { schema } } }),
      },
      ...errorResponses(codes),
    },
  } satisfies ZodOpenApiOperationObject;
}

function errorResponses(codes: CamaraOperation['codes']) {
  const statuses = new Set(codes.map((code) => camaraErrors[code].status));
  return Object.fromEntries(
    Array.from(statuses, (status) => {
      const ofStatus = codes.filter((code) => camaraErrors[code].status === status);
      return [
        String(status),
        {
          description: ofStatus.map((code) => `\`${code}\`: ${camaraErrors[code].message}`).join(' '),
          ...correlatorHeader,
          content: { 'application/json': { schema: errorSchema(status, ofStatus) } },
        },
      ];
    }),
  );
}
