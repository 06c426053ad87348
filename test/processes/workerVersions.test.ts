import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal as temporalApi } from '@temporalio/proto';
import { createLogger } from '../../src/observability/logger';
import { bundleWorkflows } from '../../workers/bundle';
import { createWorker } from '../../workers/worker';
import { recordCompany } from '../e2e/support/company';
import { codeIn, proxiedEnv, type CodeFlow } from '../e2e/support/codeFlow';
import { newMailbox, register } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import { tokenIn, WholeService } from '../e2e/support/wholeService';
import { SourceProcess } from '../support/command';
import { eventually } from '../support/eventually';
import { masterKey } from '../support/settings';
import { testFolder } from '../support/testFolder';
import { testWorkflowBundle } from '../support/workflowBundle';

const password = 'una frase che nessuno indovina';
const taskQueue = randomUUID();
const keys = { SERVICE_KEYS: masterKey('service'), TEMPORAL_TASK_QUEUE: taskQueue };

let service: WholeService;
/** Of one flow each, by a command that the histories of the version before lack. */
let changed: { readonly employeeRegistration: string; readonly userAdminRegistration: string };
beforeAll(async () => {
  service = await WholeService.start({ ...proxiedEnv, ...keys, WORKER_VERSION: 'one' });
  changed = {
    employeeRegistration: await bundleOf('changedEmployeeRegistration'),
    userAdminRegistration: await bundleOf('changedUserAdminRegistration'),
  };
  await makeCurrent('one');
});
afterAll(() => service.stop());

async function bundleOf(name: string): Promise<string> {
  const { code } = await bundleWorkflows(require.resolve(`./support/${name}`));
  const path = join(testFolder(), `${name}.js`);
  writeFileSync(path, code);
  return path;
}

const { WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING: draining } =
  temporalApi.api.enums.v1.WorkerDeploymentVersionStatus;
const { ROUTING_CONFIG_UPDATE_STATE_COMPLETED: told } = temporalApi.api.enums.v1.RoutingConfigUpdateState;
const deployment = { namespace: 'default', deploymentName: taskQueue };
const temporal = () => service.workflowClient().workflowService;

/** Flows begin with that version once it is told everywhere; the server takes it once a worker of it has polled. */
async function makeCurrent(buildId: string): Promise<void> {
  const set = () => temporal().setWorkerDeploymentCurrentVersion({ ...deployment, buildId });
  await eventually(
    () =>
      set().then(
        () => true,
        () => undefined,
      ),
    `No worker of the version ${buildId} polls.`,
  );
  await eventually(async () => {
    const { workerDeploymentInfo } = await temporal().describeWorkerDeployment(deployment);
    return workerDeploymentInfo?.routingConfigUpdateState === told || undefined;
  }, `The version ${buildId} is not told everywhere.`);
}

/** Runs a worker of another version beside the service's own. */
async function beside(workerVersion: string, codePath: string, work: () => Promise<void>): Promise<void> {
  const { config, secrets } = service.api.context.settings;
  const other = { ...config, temporal: { ...config.temporal, workerVersion } };
  const logger = createLogger(other, 'worker', { write: () => undefined });
  const worker = await createWorker({ config: other, secrets }, service.parts, logger, {
    bundle: { codePath },
  });
  const running = worker.run();
  try {
    await work();
  } finally {
    worker.shutdown();
    await running;
  }
}

async function versionOf(workflowId: string) {
  const { raw } = await service.workflowClient().getHandle(workflowId).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
}

async function statusOf(buildId: string) {
  const { workerDeploymentInfo } = await temporal().describeWorkerDeployment(deployment);
  return workerDeploymentInfo?.versionSummaries?.find((each) => each.deploymentVersion?.buildId === buildId)
    ?.status;
}

let lines = 0;

/** A registration that awaits its code; `finish` ends it. */
async function begun() {
  lines += 1;
  const line = await recordLine(service, 300 + lines);
  const flow: CodeFlow = await register(service, line, newMailbox());
  const finish = async () => {
    const [text] = await service.textsTo(line, 1);
    expect(await flow.step('code', { code: codeIn(text) })).toMatchObject({ status: 200 });
    expect(await flow.step('password', { password })).toMatchObject({ body: { status: 'COMPLETED' } });
  };
  return { workflowId: flow.workflowId, finish };
}

async function begunByCompany(number: number) {
  const company = await recordCompany(service.database, number);
  const { body } = await service.post('/v1/user-admin-registrations', company);
  const activate = async () => {
    const [mail] = await service.mailsTo(company.legalRepresentative.email, 1);
    expect(await service.post('/v1/activations', { token: tokenIn(mail) })).toMatchObject({ status: 200 });
  };
  return { workflowId: `userAdminRegistration/${String(body['flowId'])}`, activate };
}

function replayedWith(bundle: string, variables: NodeJS.ProcessEnv = {}) {
  return new SourceProcess('workers/replay.ts', [], {
    NODE_ENV: 'test',
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
    WORKFLOW_BUNDLE: bundle,
    ...keys,
    ...variables,
  }).ended;
}

const sentence = (replayed: number, failed: number, pinned: number) =>
  `${replayed} open flows replayed, ${failed} would fail with this version, ${pinned} stay with the version that they began with.\n`;

// The flow of the company stays open: its activation awaits a password.
test('a version with an incompatible change is deployed beside 30 flows, disturbs none, and is rolled back', async () => {
  const former = await Promise.all(Array.from({ length: 30 }, () => begun()));
  const company = await begunByCompany(40);
  for (const { workflowId } of [...former, company]) expect(await versionOf(workflowId)).toBe('one');

  await beside('two', changed.employeeRegistration, async () => {
    await makeCurrent('two');
    const latter = await begun();
    await Promise.all(former.map(({ finish }) => finish()));
    for (const { workflowId } of former) expect(await versionOf(workflowId)).toBe('one');
    await company.activate();
    expect(await versionOf(company.workflowId)).toBe('two');
    expect(await statusOf('one')).toBe(draining);
    await latter.finish();
    expect(await versionOf(latter.workflowId)).toBe('two');

    const ofTwo = await begun();
    await makeCurrent('one');
    const afterwards = await begun();
    await Promise.all([ofTwo.finish(), afterwards.finish()]);
    expect(await versionOf(ofTwo.workflowId)).toBe('two');
    expect(await versionOf(afterwards.workflowId)).toBe('one');
    expect(await statusOf('two')).toBe(draining);
  });
});

describe('npm run replay', () => {
  test('says before a deploy which flows a version would break, and leaves out those that stay with theirs', async () => {
    const employee = await begun();
    const company = await begunByCompany(41);
    const { codePath } = await testWorkflowBundle();
    expect(await replayedWith(codePath)).toMatchObject({ code: 0, said: sentence(2, 0, 1), complained: '' });
    expect(await replayedWith(changed.employeeRegistration)).toMatchObject({
      code: 0,
      said: sentence(2, 0, 1),
    });
    const { code, said } = await replayedWith(changed.userAdminRegistration);
    expect(code).toBe(1);
    expect(said).toContain(`would fail: ${company.workflowId} (DeterminismViolationError)\n`);
    expect(said).toContain(sentence(2, 2, 1));
    await employee.finish();
  });

  test('ends with 2 and one sentence where Temporal is away', async () => {
    const { code, complained } = await replayedWith(changed.employeeRegistration, {
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    });
    expect([code, complained]).toEqual([
      2,
      'Temporal does not answer: check TEMPORAL_ADDRESS and the server.\n',
    ]);
  });
});
