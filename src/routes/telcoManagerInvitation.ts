import { z } from 'zod';
import { ownAccount } from '../http/endpointCall';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { flowSchema, identifier } from '../http/schemas';
import { normaliseEmailAddress } from '../identifiers/emailAddress';
import { normaliseMsisdn } from '../identifiers/msisdn';
import { shownPersonName } from '../identifiers/personName';
import { normaliseUsername } from '../identifiers/accountName';
import type { FlowView } from '../../workflows/contracts/flow';
import { Invitations, type InvitationDependencies } from './telcoManagers/invitations';
import { Managers, managerStatuses, type ManagersDependencies } from './telcoManagers/managers';

const profileSchema = z
  .strictObject({
    username: identifier(normaliseUsername, 'USERNAME_INVALID', {
      description: '6 to 32 letters and digits, a letter first. Case-sensitive.',
      example: 'MarioTelco',
    }),
    firstName: identifier(shownPersonName, 'NAME_INVALID', {
      description: 'As the invitation addresses the manager.',
      example: 'Mario',
    }),
    lastName: identifier(shownPersonName, 'NAME_INVALID', { description: 'Surname.', example: "D'Esempio" }),
    email: identifier(normaliseEmailAddress, 'EMAIL_INVALID', {
      description: 'Mailbox that the invitation goes to.',
      example: 'mario@azienda.example',
    }),
    mobile: identifier(normaliseMsisdn, 'MOBILE_INVALID', {
      description: 'Italian unless it begins with `+`.',
      example: '+393201234568',
    }),
  })
  .meta({ id: 'TelcoManagerProfile' });

const againSchema = z
  .strictObject({
    expectedStatus: z.enum(managerStatuses).optional().meta({
      description:
        'What the list showed. Where a manager has become active since, or is not any more, nothing happens: `STEP_OUT_OF_ORDER`.',
    }),
  })
  .meta({ id: 'InvitationAgain' });

const invitationSchema = flowSchema
  .extend({ managerId: z.string().meta({ description: 'Names the manager in paths.' }) })
  .meta({ id: 'TelcoManagerInvitation' });

/** Invitations of Telco Managers, rules 15, 18 and 26 of the FAQ. No token comes back: only the mailbox goes on. */
export function telcoManagerInvitationEndpoints(
  dependencies: InvitationDependencies & ManagersDependencies,
): Endpoint[] {
  const invitations = new Invitations(dependencies);
  return [invite(invitations), inviteAgain(invitations, new Managers(dependencies))];
}

export const inviteTelcoManagerOperation = operation({
  method: 'post',
  path: '/v1/telco-managers',
  operationId: 'inviteTelcoManager',
  summary: 'Invite a Telco Manager',
  description:
    'The invitation goes to the mailbox; whoever opens it activates the profile and creates the password. The link works for 72 hours.',
  session: 'manageTelcoManagers',
  body: profileSchema,
  workSubject: ownAccount,
  success: { status: 202, description: 'The invitation is under way.', schema: invitationSchema },
  problems: [
    'USERNAME_INVALID',
    'NAME_INVALID',
    'EMAIL_INVALID',
    'MOBILE_INVALID',
    'USERNAME_TAKEN',
    'TOO_MANY_TAKEN_USERNAMES',
    'TOO_MANY_MANAGERS',
    'ACCOUNT_CHANGED',
    'MESSAGE_BUDGET_SPENT',
    'TOO_MANY_STARTS',
  ],
});

function invite(invitations: Invitations): Endpoint {
  return endpoint(inviteTelcoManagerOperation, async (request) => {
    const view = await invitations.begin(request, { profile: request.body });
    return answerOf(view, view.flowId);
  });
}

export const inviteTelcoManagerAgainOperation = operation({
  method: 'post',
  path: '/v1/telco-managers/{managerId}/invitation',
  operationId: 'inviteTelcoManagerAgain',
  summary: 'Send the invitation once more, or invite anew',
  description:
    'While an invitation runs: its mail once more, after 30, 60 and 120 seconds, three times. After its end: a new one. ' +
    'An active manager is deleted and created anew with the same username, in one step: password and sessions end at once.',
  session: 'manageTelcoManagers',
  body: againSchema,
  workSubject: ownAccount,
  success: { status: 202, description: 'The mail goes out.', schema: invitationSchema },
  problems: [
    'NOT_FOUND',
    'RESEND_TOO_EARLY',
    'RESENDS_SPENT',
    'MESSAGE_BUDGET_SPENT',
    'STEP_OUT_OF_ORDER',
    'TOO_MANY_STARTS',
  ],
});

function inviteAgain(invitations: Invitations, managers: Managers): Endpoint {
  return endpoint(inviteTelcoManagerAgainOperation, async (request) => {
    const manager = await managers.named(request);
    return answerOf(await invitations.repeat(request, manager, request.body.expectedStatus), manager._id);
  });
}

function answerOf(view: FlowView, managerId: string) {
  return { status: 202, body: { ...view, managerId } };
}
