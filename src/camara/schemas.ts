import { z } from 'zod';
import { textUpTo } from '../http/schemas';
import { camaraErrors, type CamaraCode } from './camaraProblem';

const phoneNumberSchema = z
  .string()
  .regex(/^\+[1-9][0-9]{4,14}$/)
  .meta({ id: 'PhoneNumber', description: 'MSISDN in E.164, with its plus.', example: '+346661113334' });

/** Control characters but the line feed, marks of direction, half a character: a phone would show another text. */
const unshowable = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

const messageSchema = textUpTo(160)
  .regex(/.*\{\{code\}\}.*/)
  .refine((value) => !unshowable.test(value))
  .meta({
    id: 'Message',
    maxLength: 160,
    description: 'Text of the SMS; the code is put in place of `{{code}}`.',
    example: '{{code}} is your code for Cool App',
  });

const authenticationIdSchema = textUpTo(36).meta({
  id: 'AuthenticationId',
  maxLength: 36,
  description: 'Which attempt the code belongs to.',
  example: 'ea0840f3-3663-4149-bd10-c7c6b8912105',
});

const codeSchema = textUpTo(10).meta({
  id: 'Code',
  maxLength: 10,
  description: 'The code that the SMS brought.',
  example: '483920',
});

export const correlatorSchema = z
  .string()
  .regex(/^[a-zA-Z0-9-_:;./<>{}]{0,256}$/)
  .meta({ id: 'XCorrelator', description: 'Echoed; one is made where none is sent.' });

/** Bodies as CAMARA describes them; further fields are let through and ignored, since nothing forbids them. */
export const sendCodeBodySchema = z
  .object({ phoneNumber: phoneNumberSchema, message: messageSchema })
  .meta({ id: 'SendCodeBody' });
export const validateCodeBodySchema = z
  .object({ authenticationId: authenticationIdSchema, code: codeSchema })
  .meta({ id: 'ValidateCodeBody' });
export const sendCodeResponseSchema = z
  .object({ authenticationId: authenticationIdSchema })
  .meta({ id: 'SendCodeResponse' });

/** `ErrorInfo` of one status with the codes that it may have. */
export function errorSchema(status: number, codes: readonly CamaraCode[]) {
  return z.object({
    status: z.int().meta({ enum: [status] }),
    code: z.enum(codes),
    message: z.string().meta({ example: codes[0] && camaraErrors[codes[0]].message }),
  });
}
