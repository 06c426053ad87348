import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dereference } from '@readme/openapi-parser';

/** CAMARA's own file, where it lies beside the project; it is no part of it. */
const camaraFile = join(__dirname, '../../../../shared/camara/one-time-password-sms-1.1.1.yaml');
export const camaraFileHere = existsSync(camaraFile) ? camaraFile : undefined;

interface Schema {
  readonly type?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly enum?: readonly (string | number)[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
}
interface Content {
  readonly headers?: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface OperationObject {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}
interface Described {
  readonly paths: Readonly<Record<string, { readonly post: OperationObject }>>;
}

/** What clients rely on, read from a description of the API: CAMARA's file, or what is served. */
export async function contractOf(description: object | string): Promise<unknown> {
  const { paths } = (await dereference(description as never)) as unknown as Described;
  return Object.fromEntries(
    Object.entries(paths).map(([path, { post }]) => [
      path,
      {
        operationId: post.operationId,
        scopes: post.security.flatMap((each) => each['openId']),
        parameters: post.parameters.map(({ name, in: place, schema }) => [name, place, limitsOf(schema)]),
        body: { required: post.requestBody.required, ...objectOf(jsonOf(post.requestBody)) },
        responses: Object.fromEntries(
          Object.entries(post.responses).map(([status, response]) => [status, responseOf(response)]),
        ),
      },
    ]),
  );
}

function responseOf(response: Content): unknown {
  const schema = jsonOf(response);
  return {
    headers: Object.entries(response.headers ?? {}).map(([name, header]) => [name, limitsOf(header.schema)]),
    body: schema && objectOf(schema),
  };
}

function jsonOf({ content }: Content): Schema | undefined {
  return content?.['application/json']?.schema;
}

/** An object's fields; parts that all hold are laid upon each other. */
function objectOf(schema: Schema | undefined): { fields: unknown; mandatory: readonly string[] } {
  const parts = schema?.allOf ?? (schema ? [schema] : []);
  const fields = parts.flatMap(({ properties = {} }) => Object.entries(properties));
  const names = [...new Set(fields.map(([name]) => name))].sort();
  return {
    mandatory: parts.flatMap(({ required = [] }) => required).sort(),
    fields: Object.fromEntries(
      names.map((name) => {
        const laid = fields.filter(([each]) => each === name).map(([, field]) => field);
        return [name, limitsOf(Object.assign({}, ...laid) as Schema)];
      }),
    ),
  };
}

/** What a value may be; patterns with the slashes that need no escape left bare. */
function limitsOf(schema: Schema | undefined): unknown {
  const laid = Object.assign({}, schema, ...(schema?.allOf ?? [])) as Schema;
  const { type, pattern, maxLength } = laid;
  const values = laid.enum && [...laid.enum].sort();
  return { type, pattern: pattern?.replaceAll('\\/', '/'), maxLength, values };
}
