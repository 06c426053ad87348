import { z } from 'zod';
import type { FieldCode } from '../errors/fieldTexts';
import type { Shown } from './endpoint';
import { proofOfWorkSchema } from './proofOfWork';
import {
  deliveries,
  flowNames,
  flowStatuses,
  flowSteps,
  refusalCodes,
  type FlowView,
} from '../../workflows/contracts/flow';

const longestText = 320;

/** A text of at most `maxLength` characters as JSON Schema counts them: code points, not halves of them. */
export function textUpTo(maxLength: number) {
  return z
    .string()
    .refine((value) => value.length <= 2 * maxLength && Array.from(value).length <= maxLength, {
      abort: true,
    })
    .meta({ maxLength });
}

interface IdentifierMeta {
  readonly description: string;
  readonly example: string;
  /** Longest text that is looked at. */
  readonly maxLength?: number;
}

/**
 * A text in the normal form of its identifier.
 *
 * @param normalise returns the normal form, undefined for an invalid text
 */
export function identifier<Identifier>(
  normalise: (text: string) => Identifier | undefined,
  code: FieldCode,
  { maxLength = longestText, ...meta }: IdentifierMeta,
) {
  return textUpTo(maxLength)
    .meta({ ...meta, maxLength })
    .transform((text, context): Identifier => {
      const normalised = normalise(text);
      if (normalised !== undefined) return normalised;
      context.addIssue({ code: 'custom', params: { code } });
      return z.NEVER;
    });
}

/** Half of a UTF-16 character: all of them would be hashed as the same replacement character. */
const loneSurrogate = /\p{Surrogate}/u;

/** A password as it is typed. Longer ones than any that may be set are refused before they cost a hash. */
export const typedPassword = textUpTo(1_000).refine((text) => !loneSurrogate.test(text));

/** The schema of an answer that has no body. */
export const noBody = z.undefined();

export const time = z.iso.datetime();

/** Size of a page, 1 to `most`; `usual` by default. */
export function pageSize(things: string, { most, usual }: { readonly most: number; readonly usual: number }) {
  return z
    .string()
    .refine((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= most)
    .transform(Number)
    .optional()
    .meta({
      description: `${things} a page; ${usual} where it is absent.`,
      override: { type: 'integer', minimum: 1, maximum: most },
    });
}

const flowShape = {
  flowId: z
    .string()
    .meta({ description: 'Identifies the flow in paths.', example: 'Zl8Wb1n0S3yqk2cJx4mB7g' }),
  flow: z.enum(flowNames),
  status: z.enum(flowStatuses),
  expiresAt: time
    .exactOptional()
    .meta({ description: 'End of the current step; absent when the flow is over.' }),
  nextSteps: z.array(z.enum(flowSteps)),
  attemptsLeft: z
    .int()
    .exactOptional()
    .meta({ description: 'Wrong codes that may still follow before the flow is over.' }),
  resendAvailableAt: time.exactOptional(),
  delivery: z.enum(deliveries).exactOptional().meta({
    description: 'How the message of the current step fares; absent while the first try is under way.',
  }),
  refusal: z
    .object({ code: z.enum(refusalCodes), retryAfterSeconds: z.int().exactOptional() })
    .meta({ id: 'FlowRefusal' })
    .exactOptional()
    .meta({ description: 'Why the flow was rejected.' }),
  supportReference: z
    .string()
    .meta({ description: 'Ten characters to read out to the support desk.', example: '7K3QX0M9ZT' }),
};

/** Where a flow stands. */
export const flowSchema = z.object(flowShape).meta({ id: 'Flow' });

// Compiles while the schema has each field that its contract shows, and no other.
z.core.util.assertEqual<Shown<z.output<typeof flowSchema>>, Shown<Omit<FlowView, 'pendingView'>>>(true);

/** A flow with the token that reads it; after an activation the token may set the password too. */
export const flowWithTokenSchema = z
  .object({
    ...flowShape,
    flowToken: z.string().meta({ description: 'Send it as `Authorization: Bearer`.' }),
  })
  .meta({ id: 'FlowWithToken' });

export const problemSchema = z
  .object({
    type: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable; programs decide by it.' }),
    title: z.string(),
    detail: z.string(),
    supportReference: z.string(),
    attemptsLeft: z.int().optional().meta({ description: 'After a wrong code or PUK.' }),
    line: z.string().optional().meta({ description: 'That the network recognised and nobody registered.' }),
    proofOfWork: proofOfWorkSchema.optional(),
    errors: z
      .array(
        z.object({ pointer: z.string(), code: z.string(), detail: z.string() }).meta({ id: 'FieldProblem' }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, in Italian or English by `Accept-Language`.' });
