import { z } from 'zod';
import type { ContactChangeInput } from '../../workflows/contracts/contactChange';
import { Problem } from '../errors/problem';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { flowWithTokenSchema, identifier, typedPassword } from '../http/schemas';
import { normaliseEmailAddress } from '../identifiers/emailAddress';
import { normaliseMsisdn } from '../identifiers/msisdn';
import { masked } from '../identifiers/typedText';
import { sealText } from '../security/sealing';
import { lineKeyOf, mailboxKeyOf } from '../security/digests';
import { ownAccount, signedInOf } from '../http/endpointCall';
import { codeFigures, type FlowIdentity, type StartAnswer, flowOwnerOf } from './flowStart';
import type { CodeRouteDependencies } from './employeeRegistration';
import type { SignIn } from './sessions/signIn';

const changeSchema = z
  .strictObject({
    password: typedPassword.meta({ description: 'The own password, in this very request.' }),
    email: identifier(normaliseEmailAddress, 'EMAIL_INVALID', {
      description: 'The new e-mail address.',
      example: 'dipendente@azienda.example',
    }).optional(),
    mobile: identifier(normaliseMsisdn, 'MOBILE_INVALID', {
      description: "The new mobile, of an administrator; an employee's is the line.",
      example: '+393990000002',
    }).optional(),
  })
  .refine(({ email, mobile }) => (email === undefined) !== (mobile === undefined))
  .meta({ id: 'ContactChange', minProperties: 2, maxProperties: 2 });

type Change = z.output<typeof changeSchema>;
/** What is to be changed: the flow's id follows from it, and from no password. */
type NewContact = Omit<Change, 'password'>;

export const changeContactOperation = operation({
  method: 'post',
  path: '/v1/contact-changes',
  operationId: 'changeContact',
  summary: 'Change the own e-mail address or mobile',
  description:
    'Exactly one of the two, with the password. A code goes to the new one; once it is entered, the old one and the other channel are told. ' +
    "A contract's contacts stay as they are.",
  session: 'changeContacts',
  body: changeSchema,
  workSubject: ownAccount,
  success: { status: 202, description: 'The change is under way.', schema: flowWithTokenSchema },
  problems: [
    'PASSWORD_WRONG',
    'SIGN_IN_WAIT',
    'EMAIL_INVALID',
    'MOBILE_INVALID',
    'MOBILE_IS_LINE',
    'CONTACT_UNCHANGED',
    'ACCOUNT_CHANGED',
    'MESSAGE_BUDGET_SPENT',
    'TOO_MANY_STARTS',
  ],
});

export interface ContactChangeDependencies extends CodeRouteDependencies {
  readonly signIn: SignIn;
}

/** `POST /v1/contact-changes`: who found a device open has no password, and a changed contact takes the account over. */
export function contactChangeEndpoints(dependencies: ContactChangeDependencies): Endpoint[] {
  return [endpoint(changeContactOperation, (request) => change(dependencies, request))];
}

async function change(
  dependencies: ContactChangeDependencies,
  asked: EndpointRequest<Change>,
): Promise<StartAnswer> {
  const signedIn = signedInOf(asked);
  const { password, ...body } = asked.body;
  const request = { ...asked, body };
  if (body.mobile !== undefined && signedIn.account.kind === 'employee') throw new Problem('MOBILE_IS_LINE');
  await dependencies.signIn.provePassword(signedIn, { password, addressKey: asked.addressKey });
  return dependencies.flowStart.begin(request, {
    flow: 'contactChange',
    title: 'Change of contact',
    subject: subjectOf(body),
    inputOf: (identity) => inputOf(dependencies, request, identity),
  });
}

function inputOf(
  { serviceKeys, figures }: CodeRouteDependencies,
  request: EndpointRequest<NewContact>,
  identity: FlowIdentity,
): ContactChangeInput {
  const { body, locale, addressKey } = request;
  const { email, mobile = '' } = body;
  return {
    ...identity,
    owner: flowOwnerOf(request),
    contact: {
      channel: email === undefined ? 'sms' : 'mail',
      address: sealText(serviceKeys, 'recipient', email ?? mobile),
      key: email === undefined ? lineKeyOf(serviceKeys, mobile) : mailboxKeyOf(serviceKeys, email),
    },
    subject: subjectOf(body),
    addressKey,
    locale,
    figures: codeFigures(figures),
  };
}

/** A mailbox is not shown at all: its domain is either shared by many or identifies the person. */
function subjectOf({ mobile }: NewContact): string {
  return mobile === undefined ? 'an e-mail address' : `mobile ${masked(mobile)}`;
}
