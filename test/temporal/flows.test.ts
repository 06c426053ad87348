import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowClient,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Flows } from '../../src/temporal/flows';
import { codeWhenOver, isUnanswered } from '../../src/temporal/flowFailures';
import type { FlowName, FlowStatus, FlowView, RefusalCode } from '../../workflows/contracts/flow';

const requestedAt = Date.parse('2026-01-01T10:00:00.000Z');
const settlesAt = requestedAt + 4_000;
const reference = { flow: 'employeeRegistration', flowId: 'Zl8Wb1n0S3yqk2cJx4mB7g' } as const;

const waiting: FlowView = {
  ...reference,
  status: 'AWAITING_CODE',
  expiresAt: '2026-01-02T10:00:00.000Z',
  nextSteps: ['submitCode', 'resendCode'],
  attemptsLeft: 5,
  supportReference: '7K3QX0M9ZT',
};
const settling: FlowView = {
  ...waiting,
  pendingView: {
    from: new Date(settlesAt).toISOString(),
    delivery: 'SENT',
    expiresAt: '2026-01-01T10:10:04.000Z',
  },
};
const settled: FlowView = { ...waiting, delivery: 'SENT', expiresAt: '2026-01-01T10:10:04.000Z' };

/** A client whose every call is answered with `view`, or which finds the flow begun before, or over. */
function clientThat(is: { begunBefore?: boolean; over?: Error }, view: FlowView): WorkflowClient {
  const handle = {
    query: () => Promise.resolve(view),
    executeUpdate: ({ name }: { name: string }) =>
      is.over
        ? Promise.reject(is.over)
        : Promise.resolve(name === 'activate' ? { view, activation: 2 } : view),
    getUpdateHandle: () => ({ result: () => Promise.resolve(view) }),
  };
  const client = {
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    getHandle: () => handle,
    executeUpdateWithStart: () =>
      is.begunBefore
        ? Promise.reject(new WorkflowExecutionAlreadyStartedError('begun', reference.flowId, reference.flow))
        : Promise.resolve(view),
  };
  return client as unknown as WorkflowClient;
}

const start = { ...reference, input: {}, searchAttributes: [], summary: '' };
const config = { temporal: { taskQueue: 'queue' }, figures: { flowDeadlineMs: 60_000 } };

const ways: Readonly<Record<string, (flows: Flows) => Promise<FlowView | undefined>>> = {
  'a start': (flows) => flows.start(start),
  'a view': (flows) => flows.view(reference),
  'a step': (flows) => flows.advance(reference, 'submitCode', 'try', { digest: '' }),
  'an activation': async (flows) => (await flows.activate(reference, 'activation')).view,
};

describe.each(Object.entries(ways))('%s', (_name, ask) => {
  test.each([
    { at: 'before', now: settlesAt - 1, shown: waiting },
    { at: 'at', now: settlesAt, shown: settled },
    { at: 'long after', now: settlesAt + 3_600_000, shown: settled },
  ])('shows how the message fares $at the moment that the flow names', async ({ now, shown }) => {
    const flows = new Flows(clientThat({}, settling), config, () => now);
    expect(await ask(flows)).toEqual(shown);
  });
});

test('a start that is repeated is told how the message fares as the first one', async () => {
  const answers = [settlesAt - 1, settlesAt].map((now) =>
    new Flows(clientThat({ begunBefore: true }, settling), config, () => now).start(start),
  );
  expect(await Promise.all(answers)).toEqual([waiting, settled]);
});

const endedBefore = ApplicationFailure.nonRetryable('ended', 'AcceptedUpdateCompletedWorkflow');

describe.each([
  ['is over', new WorkflowNotFoundError('over', reference.flowId, undefined)],
  ['ends while it takes the step', new WorkflowUpdateFailedError('failed', endedBefore)],
])('a step of a flow that %s', (_when, error) => {
  const over: readonly [FlowName, FlowStatus, RefusalCode | undefined, RefusalCode][] = [
    ['employeeRegistration', 'REJECTED', 'ATTEMPTS_SPENT', 'ATTEMPTS_SPENT'],
    ['passwordRecovery', 'REJECTED', 'ATTEMPTS_SPENT', 'ATTEMPTS_SPENT'],
    ['passwordRecovery', 'REJECTED', 'MESSAGE_BUDGET_SPENT', 'STEP_OUT_OF_ORDER'],
    ['userAdminRegistration', 'REJECTED', 'REGISTRATION_UNDER_WAY', 'STEP_OUT_OF_ORDER'],
    ['employeeRegistration', 'EXPIRED', undefined, 'FLOW_EXPIRED'],
    ['employeeRegistration', 'CANCELLED', undefined, 'STEP_OUT_OF_ORDER'],
    ['userAdminRegistration', 'CANCELLED', undefined, 'LINK_VOID'],
    ['employeeRegistration', 'COMPLETED', undefined, 'STEP_OUT_OF_ORDER'],
  ];

  test.each(over)('%s, %s, refused by %s: %s', async (flow, status, refusal, code) => {
    const view: FlowView = { ...waiting, flow, status, ...(refusal && { refusal: { code: refusal } }) };
    expect(codeWhenOver(view)).toBe(code);
    const flows = new Flows(clientThat({ over: error }, view), config);
    await expect(flows.advance(reference, 'submitCode', 'try', { digest: '' })).rejects.toMatchObject({
      code,
    });
  });
});

test.each([
  [14, 'UNAVAILABLE', true],
  [4, 'DEADLINE_EXCEEDED', true],
  [8, 'RESOURCE_EXHAUSTED', true],
  [3, 'INVALID_ARGUMENT', false],
  [12, 'UNIMPLEMENTED', false],
])('a call that Temporal answers with %d %s may be repeated: %s', (code, details, mayBeRepeated) => {
  const answer = Object.assign(new Error(details), { code, details, metadata: {} });
  expect(isUnanswered(answer)).toBe(mayBeRepeated);
  expect(isUnanswered(new Error('wrapped', { cause: answer }))).toBe(mayBeRepeated);
});

test('an error of the program is not taken for a silence of Temporal', () => {
  expect(isUnanswered(new TypeError('a slip'))).toBe(false);
});
