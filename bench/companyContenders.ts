import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WithStartWorkflowOperation, type WorkflowClient } from '@temporalio/client';
import type { Settings } from '../src/config/config';
import { ActivationLinks } from '../src/security/flowTokens';
import { sealApplication } from '../src/security/sealing';
import { digestsOfRepresentative } from '../src/security/contractDigests';
import { keyedDigest } from '../src/security/digests';
import { companyKeyAttribute, supportReferenceAttribute } from '../src/temporal/searchAttributes';
import type { RegistrationBody } from '../stand/extract';
import type { ServiceAnswer, ServiceClient } from '../stand/serviceClient';
import { workflowIdOf, awaitStart, updateOf, viewFlow } from '../workflows/contracts/flow';
import type { UserAdminRegistrationInput } from '../workflows/contracts/userAdminRegistration';
import { expectStatus, lookEveryMs, nextAddress, UnexpectedAnswer, type Contender } from './contender';

const flow = 'userAdminRegistration';

/** The service, over HTTP. */
export function serviceForCompanies(
  client: ServiceClient,
  { config, secrets }: Settings,
): Contender<RegistrationBody> {
  const links = new ActivationLinks(secrets.serviceKeys, config.http.publicBaseUrl);
  return (company) => {
    let started: ServiceAnswer['body'] = {};
    const from = nextAddress();
    const start = async () => {
      const path = '/v1/user-admin-registrations';
      const answer = await client.post({ path, body: company, idempotencyKey: randomUUID(), from });
      if (answer.body.status !== 'AWAITING_ACTIVATION') throw new UnexpectedAnswer(answer);
      started = answer.body;
    };
    const settle = async () => {
      const { flowId = '', flowToken = '' } = started;
      while ((await client.read(flowId, flowToken)).body.delivery !== 'SENT') await delay(lookEveryMs);
    };
    const activation = async () => {
      const body = { token: links.tokenOf(flow, started.flowId ?? '') };
      const answer = await client.post({ path: '/v1/activations', body, idempotencyKey: randomUUID(), from });
      if (answer.body.status !== 'AWAITING_PASSWORD') throw new UnexpectedAnswer(answer);
    };
    return [
      { name: 'start', call: start, settle },
      { name: 'activation', call: activation },
    ];
  };
}

/** The same workflow with empty activities, called with the Temporal client. */
export function floorForCompanies(
  client: WorkflowClient,
  settings: Settings,
  taskQueue: string,
): Contender<RegistrationBody> {
  return (company) => {
    const input = inputOf(settings, company);
    const handle = client.getHandle(workflowIdOf(flow, input.flowId));
    const start = async () => {
      const startWorkflowOperation = startOf(settings, input, taskQueue);
      const view = await client.executeUpdateWithStart(awaitStart, {
        updateId: awaitStart.name,
        startWorkflowOperation,
      });
      expectStatus('AWAITING_ACTIVATION', view);
    };
    const settle = async () => {
      while ((await handle.query(viewFlow)).delivery !== 'SENT') await delay(lookEveryMs);
    };
    const activation = async () => {
      await handle.executeUpdate(updateOf('activate'), { updateId: randomUUID(), args: [{}] });
    };
    return [
      { name: 'start', call: start, settle },
      { name: 'activation', call: activation },
    ];
  };
}

function startOf({ secrets }: Settings, input: UserAdminRegistrationInput, taskQueue: string) {
  const companyKey = keyedDigest(secrets.serviceKeys, 'VAT number', input.flowId);
  return new WithStartWorkflowOperation(flow, {
    workflowId: workflowIdOf(flow, input.flowId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: [
      { key: supportReferenceAttribute, value: input.supportReference },
      { key: companyKeyAttribute, value: companyKey },
    ],
    staticSummary: 'User Admin registration, the floor',
  });
}

function inputOf({ config, secrets }: Settings, company: RegistrationBody): UserAdminRegistrationInput {
  const { matchAnswerMs, linkLifeMs, passwordWindowMs, resendCooldownsMs, resendsPerFlow } = config.figures;
  return {
    flowId: `floor-${randomUUID().slice(0, 16)}`,
    application: sealApplication(secrets.serviceKeys, company),
    subject: 'VAT number',
    representative: digestsOfRepresentative(secrets.serviceKeys, company.legalRepresentative),
    locale: 'it',
    supportReference: '0123456789',
    addressKey: 'x'.repeat(43),
    figures: { matchAnswerMs, linkLifeMs, passwordWindowMs, resendCooldownsMs, resendsPerFlow },
  };
}
