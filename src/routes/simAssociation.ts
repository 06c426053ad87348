import { z } from 'zod';
import { ownAccount } from '../http/endpointCall';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { flowWithTokenSchema, identifier } from '../http/schemas';
import { normaliseLineNumber } from '../identifiers/msisdn';
import { masked } from '../identifiers/typedText';
import { claimedLineOf } from '../security/sealing';
import { simKinds } from '../../workflows/contracts/lines';
import type { SimAssociationInput } from '../../workflows/contracts/simAssociation';
import { codeFigures, type FlowIdentity, type StartAnswer, flowOwnerOf } from './flowStart';
import { refuseNumberOfOtherKind, type CodeRouteDependencies } from './employeeRegistration';

const associationSchema = z
  .strictObject({
    line: identifier(normaliseLineNumber, 'LINE_INVALID', {
      description: 'The line to add; Italian unless it begins with `+`.',
      example: '+393990000002',
    }),
    simKind: z.enum(simKinds).default('voice').meta({
      description: "A data-only SIM is proved by its PUK, and its code goes to the account's mailbox.",
    }),
  })
  .superRefine(refuseNumberOfOtherKind)
  .meta({ id: 'SimAssociation' });

type Association = z.output<typeof associationSchema>;

export const associateSimOperation = operation({
  method: 'post',
  path: '/v1/sim-associations',
  operationId: 'associateSim',
  summary: 'Add a second line to the own account',
  description:
    "A voice line gets a code by SMS. A data-only SIM is proved by its PUK first, then the code goes to the account's mailbox. " +
    'The answer is the same whether the line may be added or not: its owner is told by a message to the line. ' +
    'At most two lines an account, both of one company.',
  session: 'associateLine',
  body: associationSchema,
  workSubject: ownAccount,
  success: { status: 202, description: 'The association is under way.', schema: flowWithTokenSchema },
  problems: [
    'LINE_INVALID',
    'LINE_ALREADY_ASSOCIATED',
    'TWO_LINES_ALREADY',
    'ACCOUNT_CHANGED',
    'MESSAGE_BUDGET_SPENT',
    'TOO_MANY_STARTS',
  ],
});

/** `POST /v1/sim-associations`: rule 39 of the FAQ. */
export function simAssociationEndpoints(dependencies: CodeRouteDependencies): Endpoint[] {
  return [endpoint(associateSimOperation, (request) => associate(dependencies, request))];
}

function associate(
  dependencies: CodeRouteDependencies,
  request: EndpointRequest<Association>,
): Promise<StartAnswer> {
  return dependencies.flowStart.begin(request, {
    flow: 'simAssociation',
    title: 'SIM association',
    subject: subjectOf(request.body),
    inputOf: (identity) => inputOf(dependencies, request, identity),
  });
}

function inputOf(
  { serviceKeys, figures }: CodeRouteDependencies,
  request: EndpointRequest<Association>,
  identity: FlowIdentity,
): SimAssociationInput {
  const { body, locale, addressKey } = request;
  return {
    ...identity,
    owner: flowOwnerOf(request),
    claim: claimedLineOf(serviceKeys, body),
    subject: subjectOf(body),
    addressKey,
    locale,
    figures: codeFigures(figures),
  };
}

function subjectOf({ line }: Association): string {
  return `line ${masked(line)}`;
}
