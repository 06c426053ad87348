import { z } from 'zod';
import { normaliseDay } from '../../identifiers/birthDate';
import { normaliseIccid, plainText } from '../../identifiers/typedText';
import type { Fault } from './rows';

const longestText = 200;
const codeText = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const printableText = /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u;
/** By it programs tell Excel that digits are text. */
const excelText = /^="(?<value>[^"]*)"$/;
const missing = 'the value is missing';

/** A value that a normaliser takes; it is imported in the form that the normaliser gives. */
export function normalised(normalise: (text: string) => string | undefined, reason: string) {
  return given().transform((text, context) => {
    const form = normalise(text);
    if (form !== undefined) return form;
    context.addIssue({ code: 'custom', message: reason });
    return z.NEVER;
  });
}

/** A value that a normaliser takes; it is imported as it stands in the file, composed (NFC). */
export function verified(normalise: (text: string) => string | undefined, reason: string) {
  return given()
    .refine((text) => normalise(text) !== undefined, reason)
    .transform((text) => text.normalize('NFC'));
}

/** One of the values, in upper or lower case. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  const inItsCase = (text: string) => values.find((value) => value.toLowerCase() === text.toLowerCase());
  return given()
    .transform((text) => inItsCase(text) ?? text)
    .pipe(z.enum(values, { error: `the value must be ${values.join(' or ')}` }));
}

/** A value that may be missing, which then counts as `no`. */
export function yesOrNo() {
  return z
    .string({ error: 'the value must be a text' })
    .transform((text) => plainText(text).toLowerCase())
    .pipe(z.enum(['yes', 'no', ''], { error: 'the value must be yes or no' }))
    .optional()
    .transform((text) => text === 'yes');
}

export const textField = () =>
  matching(printableText, 'the value must be text without control characters, up to 200 characters');
export const codeField = () =>
  matching(codeText, 'the value must be 1 to 40 letters, digits, dots, hyphens and underscores');
export const iccidField = () => normalised(normaliseIccid, 'an ICCID has 18 to 20 digits and begins with 89');
export const dayField = () =>
  normalised(normaliseDay, 'the value must be a day of the calendar, YYYY-MM-DD or DD/MM/YYYY');

function matching(pattern: RegExp, reason: string) {
  return given()
    .transform((text) => text.replace(excelText, '$<value>'))
    .refine((text) => text.length <= longestText && pattern.test(text), reason)
    .transform((text) => text.normalize('NFC'));
}

function given() {
  return z
    .string({ error: (issue) => (issue.input === undefined ? missing : 'the value must be a text') })
    .transform(plainText)
    .pipe(z.string().min(1, { error: missing, abort: true }));
}

/** Faults that zod found, in the order of the columns. */
export function faultsOf(error: z.ZodError): readonly Fault[] {
  return error.issues.map(({ path, message }) => ({
    code: message === missing ? 'MISSING_VALUE' : 'INVALID_VALUE',
    column: path.join('.'),
    reason: message,
  }));
}
