import type { z } from 'zod';
import { fieldCodes, passwordObjections } from '../errors/fieldTexts';
import type { ProblemCode } from '../errors/catalogue';
import { Problem, type FieldProblem } from '../errors/problem';

const valueCodes: readonly ProblemCode[] = [...fieldCodes, ...passwordObjections];

/**
 * Parses a body. A wrong shape is a 400; an invalid value of the right shape is a 422 with the
 * code of the first.
 *
 * @throws Problem with every field that was refused, never its value
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Problem('REQUEST_MALFORMED');
  return valuesOf(schema, body);
}

/**
 * Parses the parameters behind the `?`, and refuses as {@link parseBody} does; a pointer then names the parameter. One
 * sent twice is a list, which the schema of a text refuses.
 *
 * @throws Problem with every parameter that was refused, never its value
 */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, query: unknown): z.output<Schema> {
  return valuesOf(schema, query);
}

function valuesOf<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap(fieldProblems);
  const misshapen = fields.find(({ code }) => !valueCodes.includes(code));
  throw new Problem(misshapen ? 'REQUEST_INVALID' : (fields[0]?.code ?? 'REQUEST_INVALID'), { fields });
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') return [{ pointer: pointerTo(issue.path), code: 'FIELD_UNKNOWN' }];
  return [{ pointer: pointerTo(issue.path), code: codeOf(issue) }];
}

function codeOf(issue: z.core.$ZodIssue): ProblemCode {
  if (issue.code !== 'custom') return 'FIELD_INVALID';
  return valueCodes.find((code) => code === issue.params?.['code']) ?? 'FIELD_INVALID';
}

/** RFC 6901. For an unknown field only its object is named: the field's name is the caller's text. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
