import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WithStartWorkflowOperation, type WorkflowClient } from '@temporalio/client';
import type { Settings } from '../src/config/config';
import { keyedDigest } from '../src/security/digests';
import { employeeApplicationOf } from '../src/security/sealing';
import { supportReferenceAttribute } from '../src/temporal/searchAttributes';
import type { EmployeeLine } from '../stand/extract';
import { codeIn, textsOnPhone } from '../stand/phone';
import type { ServiceAnswer, ServiceClient } from '../stand/serviceClient';
import { awaitStart, updateOf, workflowIdOf } from '../workflows/contracts/flow';
import type { EmployeeRegistrationInput } from '../workflows/contracts/employeeRegistration';
import {
  expectStatus,
  lookEveryMs,
  nextAddress,
  UnexpectedAnswer,
  type Contender,
  type MeasuredStep,
} from './contender';

const flow = 'employeeRegistration';
/** The empty activities take any. */
const anyCode = '123456';

interface Calls {
  readonly start: () => Promise<void>;
  readonly puk: () => Promise<void>;
  readonly code: () => Promise<void>;
  readonly settle: () => Promise<void>;
}

/**
 * The service, over HTTP.
 *
 * @param phonePort where the code of a voice line is read; without it any code is typed
 */
export function serviceForLines(
  client: ServiceClient,
  temporal: WorkflowClient,
  phonePort?: number,
): Contender<EmployeeLine> {
  return (line) => {
    let started: ServiceAnswer['body'] = {};
    let code = anyCode;
    const from = nextAddress();
    const post = async (path: string, body: unknown, wanted: string) => {
      const { flowToken } = started;
      const token = flowToken === undefined ? {} : { flowToken };
      const answer = await client.post({ path, body, idempotencyKey: randomUUID(), from, ...token });
      if (answer.body.status !== wanted) throw new UnexpectedAnswer(answer);
      return answer.body;
    };
    const step = (name: string) => `/v1/flows/${started.flowId ?? ''}/${name}`;
    return stepsFor(line, {
      start: async () => {
        const { msisdn, email, simKind } = line;
        const body = { line: msisdn, email, simKind };
        started = await post('/v1/employee-registrations', body, statusAfterStart(line));
      },
      puk: async () => {
        await post(step('puk'), { puk: line.puk }, 'AWAITING_CODE');
      },
      code: async () => {
        await post(step('code'), { code }, 'AWAITING_PASSWORD');
      },
      settle: async () => {
        await untilNothingIsUnderWay(temporal, started.flowId ?? '');
        if (phonePort === undefined || line.simKind !== 'voice') return;
        const [text] = await textsOnPhone(phonePort, line.msisdn);
        code = text === undefined ? code : (codeIn(text) ?? code);
      },
    });
  };
}

/** The same workflow with empty activities, called with the Temporal client. */
export function floorForLines(
  temporal: WorkflowClient,
  settings: Settings,
  taskQueue: string,
): Contender<EmployeeLine> {
  return (line) => {
    const input = inputOf(settings, line);
    const handle = temporal.getHandle(workflowIdOf(flow, input.flowId));
    const { serviceKeys } = settings.secrets;
    const digest = keyedDigest(serviceKeys, 'code at the edge', input.flowId, anyCode);
    const typedPuk = { sealed: digest };
    return stepsFor(line, {
      start: async () => {
        const view = await temporal.executeUpdateWithStart(awaitStart, {
          updateId: awaitStart.name,
          startWorkflowOperation: startOf(input, taskQueue),
        });
        expectStatus(statusAfterStart(line), view);
      },
      puk: async () => {
        const step = { updateId: randomUUID(), args: [typedPuk] as [typeof typedPuk] };
        expectStatus('AWAITING_CODE', await handle.executeUpdate(updateOf('submitPuk'), step));
      },
      code: async () => {
        const step = { updateId: randomUUID(), args: [{ digest }] as [{ digest: string }] };
        expectStatus('AWAITING_PASSWORD', await handle.executeUpdate(updateOf('submitCode'), step));
      },
      settle: () => untilNothingIsUnderWay(temporal, input.flowId),
    });
  };
}

function statusAfterStart({ simKind }: EmployeeLine): string {
  return simKind === 'voice' ? 'AWAITING_CODE' : 'AWAITING_PUK';
}

/** A voice line is proved by the code, a data-only one by its PUK first: the code after it is the same step. */
function stepsFor({ simKind }: EmployeeLine, { start, puk, code, settle }: Calls): readonly MeasuredStep[] {
  if (simKind === 'voice')
    return [
      { name: 'start', call: start, settle },
      { name: 'code', call: code, settle },
    ];
  return [
    { name: 'start of a data-only line', call: start, settle },
    { name: 'PUK', call: puk, settle },
  ];
}

async function untilNothingIsUnderWay(temporal: WorkflowClient, flowId: string): Promise<void> {
  const handle = temporal.getHandle(workflowIdOf(flow, flowId));
  for (;;) {
    const { raw } = await handle.describe();
    if (!raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0) return;
    await delay(lookEveryMs);
  }
}

function startOf(input: EmployeeRegistrationInput, taskQueue: string) {
  return new WithStartWorkflowOperation(flow, {
    workflowId: workflowIdOf(flow, input.flowId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: [{ key: supportReferenceAttribute, value: input.supportReference }],
    staticSummary: 'Employee registration, the floor',
  });
}

function inputOf({ config, secrets }: Settings, line: EmployeeLine): EmployeeRegistrationInput {
  const { smsCodeLifeMs, mailCodeLifeMs, flowLifeMs, attemptsPerFlow } = config.figures;
  const { resendCooldownsMs, resendsPerFlow, passwordWindowMs } = config.figures;
  const { msisdn, email, simKind } = line;
  return {
    flowId: `floor-${randomUUID().slice(0, 16)}`,
    application: employeeApplicationOf(secrets.serviceKeys, { line: msisdn, email, simKind }),
    subject: 'line',
    addressKey: 'x'.repeat(43),
    locale: 'it',
    supportReference: '0123456789',
    figures: {
      ...{ smsCodeLifeMs, mailCodeLifeMs, flowLifeMs, attemptsPerFlow },
      ...{ resendCooldownsMs, resendsPerFlow, passwordWindowMs },
    },
  };
}
