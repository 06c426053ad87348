import { z } from 'zod';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { endpoint, operation, type Endpoint, type EndpointRequest, type Shown } from '../http/endpoint';
import { flowWithTokenSchema, identifier } from '../http/schemas';
import { normaliseEmailAddress } from '../identifiers/emailAddress';
import { isNumberOf, normaliseLineNumber } from '../identifiers/msisdn';
import { masked } from '../identifiers/typedText';
import { employeeApplicationOf, type TypedApplication, type TypedLine } from '../security/sealing';
import type { EmployeeRegistrationInput } from '../../workflows/contracts/employeeRegistration';
import { simKinds } from '../../workflows/contracts/lines';
import { codeFigures, type FlowIdentity, type StartAnswer, type FlowStart } from './flowStart';

/** Rules 28 to 30 of the FAQ. */
const registrationSchema = z
  .strictObject({
    line: identifier(normaliseLineNumber, 'LINE_INVALID', {
      description: 'The mobile line; Italian unless it begins with `+`.',
      example: '+393990000001',
    }),
    email: identifier(normaliseEmailAddress, 'EMAIL_INVALID', {
      description: 'To associate with the line. A data-only SIM gets its code there.',
      example: 'dipendente@azienda.example',
    }),
    simKind: z.enum(simKinds).default('voice').meta({
      description: 'A data-only SIM is proved by its PUK, and gets its code by e-mail.',
    }),
  })
  .superRefine(refuseNumberOfOtherKind)
  .meta({ id: 'EmployeeRegistration' });

/** Only data-only lines have the longer numbers. */
export function refuseNumberOfOtherKind({ line, simKind }: TypedLine, context: z.RefinementCtx): void {
  if (isNumberOf(simKind, line)) return;
  context.addIssue({ code: 'custom', path: ['line'], params: { code: 'LINE_INVALID' } });
}

type Registration = z.output<typeof registrationSchema>;

// Compiles while what is sealed has each field of the schema, and no other.
z.core.util.assertEqual<Shown<Registration>, Shown<TypedApplication>>(true);

export interface CodeRouteDependencies {
  readonly flowStart: FlowStart;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

export const registerEmployeeOperation = operation({
  method: 'post',
  path: '/v1/employee-registrations',
  operationId: 'registerEmployee',
  summary: "Register an employee's line",
  description:
    'A voice line gets a code by SMS. A data-only SIM is proved by its PUK first, then the code goes to the e-mail address. ' +
    'The answer is the same whether the line may be registered or not: its owner is told by a message to the line.',
  body: registrationSchema,
  workSubject: ({ body }) => body.line,
  success: { status: 202, description: 'The registration is under way.', schema: flowWithTokenSchema },
  problems: ['LINE_INVALID', 'EMAIL_INVALID', 'MESSAGE_BUDGET_SPENT', 'TOO_MANY_STARTS'],
});

/** `POST /v1/employee-registrations`: rules 27 to 32 of the FAQ. */
export function employeeRegistrationEndpoints(dependencies: CodeRouteDependencies): Endpoint[] {
  return [endpoint(registerEmployeeOperation, (request) => register(dependencies, request))];
}

function register(
  dependencies: CodeRouteDependencies,
  request: EndpointRequest<Registration>,
): Promise<StartAnswer> {
  return dependencies.flowStart.begin(request, {
    flow: 'employeeRegistration',
    title: 'Employee registration',
    subject: subjectOf(request.body),
    inputOf: (identity) => inputOf(dependencies, request, identity),
  });
}

function inputOf(
  { serviceKeys, figures }: CodeRouteDependencies,
  { body, locale, addressKey }: EndpointRequest<Registration>,
  identity: FlowIdentity,
): EmployeeRegistrationInput {
  return {
    ...identity,
    application: employeeApplicationOf(serviceKeys, body),
    subject: subjectOf(body),
    addressKey,
    locale,
    figures: { ...codeFigures(figures), passwordWindowMs: figures.passwordWindowMs },
  };
}

function subjectOf({ line }: Registration): string {
  return `line ${masked(line)}`;
}
