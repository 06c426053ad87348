import { z } from 'zod';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { endpoint, operation, type Endpoint, type EndpointRequest, type Shown } from '../http/endpoint';
import { flowWithTokenSchema, identifier } from '../http/schemas';
import { normaliseUsername } from '../identifiers/accountName';
import { normaliseVatNumber } from '../identifiers/vatNumber';
import { type Application, sealApplication } from '../security/sealing';
import {
  comparisonForms,
  digestsOfRepresentative,
  type RepresentativeField,
} from '../security/contractDigests';
import { keyedDigest } from '../security/digests';
import { companyKeyAttribute } from '../temporal/searchAttributes';
import type { UserAdminRegistrationInput } from '../../workflows/contracts/userAdminRegistration';
import { masked } from '../identifiers/typedText';
import type { FlowIdentity, StartAnswer, FlowStart } from './flowStart';

/** Rule 11 of the FAQ. */
const registrationSchema = z
  .strictObject({
    vatNumber: identifier(normaliseVatNumber, 'VAT_NUMBER_INVALID', {
      description: 'Partita IVA: 11 digits, with or without `IT`.',
      example: '00000010017',
    }),
    legalRepresentative: z
      .strictObject({
        firstName: identifier(comparisonForms.firstName, 'NAME_INVALID', {
          description: 'As in the contract; case, accents and apostrophes do not count.',
          example: 'Niccolò',
        }),
        lastName: identifier(comparisonForms.lastName, 'NAME_INVALID', {
          description: 'Surname.',
          example: "D'Esempio",
        }),
        birthDate: identifier(comparisonForms.birthDate, 'BIRTH_DATE_INVALID', {
          description: '`YYYY-MM-DD`',
          example: '1975-04-23',
        }),
        taxCode: identifier(comparisonForms.taxCode, 'TAX_CODE_INVALID', {
          description: 'Codice fiscale, 16 characters; omocodia variants count as one.',
          example: 'SMPNCL75D23H501X',
        }),
        email: identifier(comparisonForms.email, 'EMAIL_INVALID', {
          description: 'As in the contract.',
          example: 'legale@azienda.example',
        }),
        mobile: identifier(comparisonForms.mobile, 'MOBILE_INVALID', {
          description: 'As in the contract; Italian unless it begins with `+`.',
          example: '+393201234567',
        }),
      })
      .meta({ id: 'LegalRepresentative' }),
    username: identifier(normaliseUsername, 'USERNAME_INVALID', {
      description: '6 to 32 letters and digits, a letter first. Case-sensitive.',
      example: 'NiccoloAdmin',
    }),
  })
  .meta({ id: 'UserAdminRegistration' });

type Registration = z.output<typeof registrationSchema>;

// Compiles while each field of the schema is sealed or compared, and no other.
z.core.util.assertEqual<Shown<Omit<Registration, 'legalRepresentative'>>, Shown<Application>>(true);
z.core.util.assertEqual<keyof Registration['legalRepresentative'], RepresentativeField>(true);

export interface UserAdminRouteDependencies {
  readonly flowStart: FlowStart;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

export const registerUserAdminOperation = operation({
  method: 'post',
  path: '/v1/user-admin-registrations',
  operationId: 'registerUserAdmin',
  summary: "Register a company's User Admin",
  description:
    'All contract data are matched at once. If they match, an e-mail with an activation link goes to the mailbox that the contract names. ' +
    'Answers `VALIDATING` when the customer records are slow: read the flow until it goes on.',
  body: registrationSchema,
  workSubject: ({ body }) => body.vatNumber,
  success: { status: 202, description: 'The registration is under way.', schema: flowWithTokenSchema },
  problems: [
    'VAT_NUMBER_INVALID',
    'TAX_CODE_INVALID',
    'MOBILE_INVALID',
    'EMAIL_INVALID',
    'NAME_INVALID',
    'BIRTH_DATE_INVALID',
    'USERNAME_INVALID',
    'CONTRACT_DATA_MISMATCH',
    'VAT_ALREADY_SERVED',
    'LARGE_COMPANY',
    'NO_ELIGIBLE_OFFER',
    'USERNAME_TAKEN',
    'REGISTRATION_UNDER_WAY',
    'LINK_VOID',
    'MESSAGE_BUDGET_SPENT',
    'TOO_MANY_STARTS',
  ],
});

/** `POST /v1/user-admin-registrations`: rules 10 to 14 of the FAQ. */
export function userAdminRegistrationEndpoints(dependencies: UserAdminRouteDependencies): Endpoint[] {
  return [endpoint(registerUserAdminOperation, (request) => register(dependencies, request))];
}

function register(
  dependencies: UserAdminRouteDependencies,
  request: EndpointRequest<Registration>,
): Promise<StartAnswer> {
  const { flowStart, serviceKeys } = dependencies;
  const { vatNumber } = request.body;
  return flowStart.begin(request, {
    flow: 'userAdminRegistration',
    title: 'User Admin registration',
    subject: subjectOf(request.body),
    searchAttributes: [
      { key: companyKeyAttribute, value: keyedDigest(serviceKeys, 'VAT number', vatNumber) },
    ],
    inputOf: (identity) => inputOf(dependencies, request, identity),
  });
}

function inputOf(
  { serviceKeys, figures }: UserAdminRouteDependencies,
  { body, locale, addressKey }: EndpointRequest<Registration>,
  identity: FlowIdentity,
): UserAdminRegistrationInput {
  const { matchAnswerMs, linkLifeMs, passwordWindowMs, resendCooldownsMs, resendsPerFlow } = figures;
  return {
    ...identity,
    application: sealApplication(serviceKeys, body),
    subject: subjectOf(body),
    representative: digestsOfRepresentative(serviceKeys, body.legalRepresentative),
    locale,
    addressKey,
    figures: { matchAnswerMs, linkLifeMs, passwordWindowMs, resendCooldownsMs, resendsPerFlow },
  };
}

function subjectOf({ vatNumber }: Registration): string {
  return `VAT number ${masked(vatNumber)}`;
}
